"""Code blocks of HTML to fenced code, with the language that a highlighter noted."""

import re
from itertools import islice

from ingest.formats.markup.tree import Element, remove, tokens

_LANGUAGE = re.compile(
    r"(?:(?:language|lang|highlight-source|highlight|src)-|brush:\s*|sourceCode\s+)"
    r"([a-z0-9+#]{1,20})(?![\w-])",
    re.IGNORECASE,
)
_STATED = ("data-lang", "data-language", "data-code-language", "data-enlighter-language")
_DESCRIBED = ("class", "data-syntaxhighlighter-params")
_NUMBERED = re.compile(
    r"(?:^|[-_])(?:linenos?|lineno|line-?numbers?|gutter|lnt?|tag_listingline)(?:$|[-_])"
)
"""Classes of the numbers of lines that highlighters put before code."""

_UNSAID = ("default", "text", "txt", "plain", "plaintext", "none", "notranslate", "source")
_SAME = {"python3": "python", "ipython3": "python", "py": "python", "js": "javascript"}


def fenced_code(pre: Element) -> str:
    """The text of a ``pre`` element, as it stands, in a fence; empty if there is none."""
    for line_break in pre.iter("br"):
        line_break.text = "\n"
    text = "".join(map(str, pre.itertext())).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    text = "\n".join(line.rstrip() for line in text.expandtabs(4).split("\n")).strip("\n")
    return fenced(text, _language(pre)) if text else ""


def mark_code(root: Element) -> None:
    """Takes out the numbers of lines; makes ``pre`` elements of the listings of LaTeXML."""
    for element in list(root.iter()):
        named = any(map(_NUMBERED.search, tokens(element)))
        if not named or next(element.iterancestors("p"), None) is not None:
            continue
        if re.fullmatch(r"[\d\s]+", "".join(map(str, element.itertext()))):
            remove(element)
    for listing in [x for x in root.iter("div") if "ltx_listing" in tokens(x)]:
        language = re.search(r"ltx_lst_language_(\w+)", listing.get("class") or "")
        lines = [x for x in listing if "ltx_listingline" in tokens(x)]
        listing[:], listing.tag = lines, "pre"
        listing.set("class", f"language-{language[1]}" if language else "")
        for line in lines:
            line.tag, line.tail = "span", "\n"


def fenced(code: str, language: str) -> str:
    """Code between fences, the first of which names its language."""
    fence = fence_for(code)
    return f"{fence}{language}\n{code}\n{fence}"


def fence_for(code: str) -> str:
    """More back ticks than stand in a row anywhere in the code, and at least three."""
    return "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))


def _language(pre: Element) -> str:
    """The language that the code element, the block or what is right around it names."""
    for element in (*pre.iter("code"), pre, *islice(pre.iterancestors(), 2)):
        stated = [element.get(name) or "" for name in _STATED]
        found = _LANGUAGE.findall(" ".join(element.get(name) or "" for name in _DESCRIBED))
        for language in map(str.lower, (*stated, *found)):
            if re.fullmatch(r"[a-z0-9+#]{1,20}", language) and language not in _UNSAID:
                return _SAME.get(language, language)
    return ""
