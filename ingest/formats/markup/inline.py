"""What stands within a paragraph, as Markdown text.

Emphasis and link targets are left out, since readers see the text as it stands; code keeps its back
ticks and formulas their dollars, without which they would be read wrongly.
"""

import re
from collections.abc import Callable, Iterable

from ingest.formats.markup.prose import clean
from ingest.formats.markup.tree import Element, names, parts, text_of

_SPACE = re.compile(r"[ \t\n\r\f]+")
_NUMBER = re.compile(r"[-−+]?[\d.,]*\w|[-−+]?[\d.,]+|[*†‡§′″∗]+")
"""What needs no parentheses above or below a line."""

_ORDINAL = re.compile(r"st|nd|rd|th|TM|SM|ers?|èmes?|e")
_NOTE = re.compile(r"\[?(?P<mark>\w{1,4}|[*†‡§]+)\]?")
_RAW_TEX = re.compile(
    r"\\\[(?P<display>(?:[^\\]++|\\[^(\[\]]){1,1000}+)\\\]|\$\$(?P<dollars>[^$]+)\$\$"
    r"|\\\((?P<inline>(?:[^\\]++|\\[^(\[)]){1,1000}+)\\\)"
)
"""With at most some hundred commands: many that open and none that closes would take long."""

_FILE_NAME = re.compile(
    r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|emf|wmf)|img|image|picture|logo|icon", re.IGNORECASE
)
_LINES = names(
    "p div li ul ol dl dt dd table tr h1 h2 h3 h4 h5 h6 pre blockquote section article figure "
    "figcaption caption center address"
)


def inline(content: Iterable[str | Element]) -> str:
    r"""Texts and elements as Markdown text.

    Returns:
        Text with ``\n`` where a line was broken; a displayed formula stands between blank lines.
    """
    return "".join(_text(x) if isinstance(x, str) else _element(x) for x in content)


def one_line(content: Iterable[str | Element]) -> str:
    """The same in one line, for headings and cells; formulas in it are not displayed."""
    return " ".join(clean(inline(content).replace("$$", "$")).split())


def alternative_text(image: Element) -> str:
    """What an image says of itself; empty where that is a file's name or a word for image."""
    text = " ".join((image.get("alt") or "").split())
    return "" if _FILE_NAME.fullmatch(text) else text


def _text(text: str) -> str:
    text = _SPACE.sub(" ", text)
    return _RAW_TEX.sub(_raw_formula, text) if "\\" in text or "$$" in text else text


def _raw_formula(match: re.Match[str]) -> str:
    """A formula that a script of the page would have set, as its source."""
    tex = match[match.lastgroup or 0].strip()
    return f"${tex}$" if match.lastgroup == "inline" else _displayed(tex)


def _displayed(tex: str) -> str:
    return f"\n\n$${tex}$$\n\n"


def _element(element: Element) -> str:
    tag = str(element.tag)
    if tag in _WHOLE:
        return _WHOLE[tag](element)
    text = inline(parts(element))
    if tag in _AROUND:
        return _AROUND[tag](element, text.strip())
    return f"\n{text}\n" if tag in _LINES else text


def _formula(element: Element) -> str:
    tex = element.text or ""
    return "" if not tex else _displayed(tex) if element.get("display") else f"${tex}$"


def _code(element: Element) -> str:
    text = text_of(element)
    return f"`` {text} ``" if "`" in text else f"`{text}`" if text else ""


def _box(element: Element) -> str:
    """A box to tick, as lists of tasks and tables have them; other controls say nothing."""
    listed = next(element.iterancestors("li", "td", "th"), None) is not None
    if element.get("type") != "checkbox" or element.get("role") or not listed:
        return ""
    return "[ ] " if element.get("checked") is None else "[x] "


def _raised(element: Element, text: str) -> str:
    """``x^2``, ``e^(n+1)``; notes as ``[3]``; the raised letters of 1st as they are."""
    note = _NOTE.fullmatch(text)
    linked = element.find(".//a") is not None or getattr(element.getparent(), "tag", "") == "a"
    if linked and note:
        return f"[{note['mark']}]"
    if not text or _ORDINAL.fullmatch(text) or text.startswith("["):
        return text
    return f"^{text}" if _NUMBER.fullmatch(text) or text.startswith("(") else f"^({text})"


def _lowered(_element: Element, text: str) -> str:
    """``x_i``, ``W_out``, ``x_(i+1)``."""
    if not text:
        return ""
    return f"_{text}" if _NUMBER.fullmatch(text) or text.isalnum() else f"_({text})"


_WHOLE: dict[str, Callable[[Element], str]] = {
    "br": lambda _: "\n",
    "tex": _formula,
    "img": alternative_text,
    "input": _box,
    **dict.fromkeys(("code", "samp", "kbd", "tt"), _code),
}
"""Elements that are read as a whole."""

_AROUND: dict[str, Callable[[Element, str], str]] = {
    "sup": _raised,
    "sub": _lowered,
    "q": lambda _, text: f"“{text}”",
    "s": lambda _, text: f"~~{text}~~" if text else "",
}
"""Elements that put something around the text within them."""
