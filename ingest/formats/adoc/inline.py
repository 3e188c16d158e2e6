"""What stands within a paragraph of AsciiDoc: emphasis, code, links, notes and attributes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.formats.lined import holding
from ingest.formats.markup.tree import Element, new_element
from ingest.formats.tex.formulas import tex_element

_LONGEST = 200
"""Characters that an attribute may stand for."""

_SIGNS = {
    "amp": "&", "apos": "'", "asterisk": "*", "backslash": "\\", "backtick": "`", "blank": "",
    "brvbar": "¦", "caret": "^", "cpp": "C++", "cxx": "C++", "deg": "°", "empty": "",
    "endsb": "]", "gt": ">", "ldquo": "“", "lsquo": "‘", "lt": "<", "nbsp": " ", "plus": "+",
    "quot": '"', "rdquo": "”", "rsquo": "’", "sp": " ", "startsb": "[", "tilde": "~",
    "two-colons": "::", "two-semicolons": ";;", "vbar": "|", "wj": "", "zwsp": "",
}  # fmt: skip
"""Attributes that every file has: signs that are no markup."""

_SIGN = re.compile(rf"(?<!\\)\{{(?P<name>{'|'.join(_SIGNS)})\}}")
_ATTRIBUTE = re.compile(r"(?<!\\)\{(?P<name>\w[\w-]{0,99})\}")
_BODY = r"\S(?:[^{0}]{{0,500}}[^\s{0}])?"
_BODIES = "|".join(
    rf"{mark}{mark}(?P<{name}s>[^{mark}]{{1,500}}){mark}{mark}"
    rf"|(?<![\w;:}}{mark}]){mark}(?!{mark})(?P<{name}>{_BODY.format(mark)}){mark}(?![\w{mark}])"
    for mark, name in ((r"\*", "bold"), ("_", "italic"), ("`", "code"), ("#", "marked"))
)
_MARKED = re.compile(
    r"(?P<tex>(?:stem|latexmath|asciimath):\[(?P<formula>(?:[^\]]|(?<=\\)\]){1,1000})\])"
    r"|(?P<note>footnote(?:ref)?:[\w-]*\[(?P<said>(?:[^\]]|(?<=\\)\]){0,1000})\])"
    r"|(?P<picture>\b(?:image|icon):[^\s\[\]:]{1,300}\[(?P<alt>[^\],]{0,300})[^\]]{0,300}\])"
    r"|(?P<keys>\b(?:kbd|btn|pass):\w?\[(?P<pressed>[^\]]{1,300})\])"
    r"|(?P<menu>\bmenu:(?P<first>[^\[\]\n]{1,100})\[(?P<then>[^\]]{0,300})\])"
    r"|(?P<link>(?:(?<![\w:])(?:link|xref|mailto):|(?=(?<!\w)https?://))"
    r"(?P<target>[^\s\[\]<>]{1,1000})\[(?P<text>[^\]]{0,500})\])"
    r"|(?P<pointer><<(?P<id>[^<>,\n]{1,200})(?:,(?P<called>[^<>]{1,300}))?>>)"
    r"|(?P<anchor>\[\[\[(?P<reference>[^\[\],]{1,100})[^\[\]]{0,100}\]\]\]|\[\[[^\[\]]{1,200}\]\])"
    r"|(?P<index>\(\(\([^()]{1,300}\)\)\)|\(\((?P<indexed>[^()]{1,300})\)\))"
    r"|(?P<struck>\[\.?line-through\](?P<hashes>##?)(?P<gone>[^#]{1,500})(?P=hashes))"
    r"|(?P<role>\[\.?[\w. -]{1,100}\](?=#))"
    r"|(?P<quoted>\"`(?P<quotation>[^`]{1,500})`\")"
    r"|(?P<raised>\^[^\s^]{1,100}\^)|(?P<lowered>~[^\s~]{1,100}~)"
    r"|(?<![\w+])(?P<passed>(?P<pluses>\+\+\+?)(?P<as_is>\S(?:[^\n]{0,300}?\S)?)(?P=pluses)(?!\+))"
    r"|(?P<plain>(?<!\w)\+(?P<kept>[^\s+](?:[^+]{0,300}[^\s+])?)\+(?!\w))"
    rf"|{_BODIES}"
)
_OPTIONS = re.compile(r",\s*(?:\w+=|window|role).*|\^\Z", re.DOTALL)


@dataclass(slots=True)
class InlineReader:
    """Reads text of a file.

    Attributes:
        attributes: what names in braces stand for.
        sections: the titles of sections by their identifiers.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> Iterator[str | Element]:
        """Texts and elements of a text, in order."""
        yield from self._parts(_ATTRIBUTE.sub(self._attribute, text))

    def _attribute(self, match: re.Match[str]) -> str:
        value = self.attributes.get(match["name"].lower())
        return match[0] if value is None or len(value) > _LONGEST else value

    def _parts(self, text: str) -> Iterator[str | Element]:
        reached = 0
        for match in _MARKED.finditer(text):
            before = text[reached : match.start()]
            escaped = before.endswith("\\")
            yield _signs(before[:-1] if escaped else before)
            yield from [match[0]] if escaped else self._said(match)
            reached = match.end()
        yield _signs(text[reached:])

    def _said(self, match: re.Match[str]) -> Iterator[str | Element]:
        kind = match.lastgroup or ""
        if kind in _SAID:
            yield from _SAID[kind](self, match)
        elif kind in _GIVEN:
            yield match[_GIVEN[kind]] or ""
        elif kind in _TAGS:
            yield new_element(_TAGS[kind], _signs(match[kind].strip("+^~")))
        elif kind != "role":
            yield from self._parts(match[kind])

    def _noted(self, match: re.Match[str]) -> Iterator[str | Element]:
        if match["said"]:
            yield from (" (", *self._parts(match["said"].replace("\\]", "]")), ")")

    def _linked(self, match: re.Match[str]) -> Iterator[str | Element]:
        text = _OPTIONS.sub("", match["text"]).strip('"')
        yield from self._parts(text) if text else [self._called(match["target"])]

    def _quoted(self, match: re.Match[str]) -> Iterator[str | Element]:
        yield from ("“", *self._parts(match["quotation"]), "”")

    def _struck(self, match: re.Match[str]) -> Iterator[str | Element]:
        yield holding("s", self._parts(match["gone"]))

    def _chosen(self, match: re.Match[str]) -> Iterator[str | Element]:
        yield " → ".join(filter(None, [match["first"], *match["then"].split(" > ")]))

    def _pointed(self, match: re.Match[str]) -> Iterator[str | Element]:
        yield match["called"] or self._called(match["id"])

    def _calculated(self, match: re.Match[str]) -> Iterator[str | Element]:
        yield self.formula(match["formula"].replace("\\]", "]"), match[0].partition(":")[0])

    def _anchored(self, match: re.Match[str]) -> Iterator[str | Element]:
        yield f"[{match['reference']}]" if match["reference"] else ""

    def _called(self, target: str) -> str:
        """The section that a pointer points to; the address or identifier of anything else."""
        return self.sections.get(target.removeprefix("#"), target)

    def formula(self, source: str, kind: str) -> str | Element:
        """A formula; AsciiMath, which is to be read as it stands, is text."""
        stem = self.attributes.get("stem", "")
        is_tex = kind == "latexmath" or (kind == "stem" and stem.startswith(("latex", "tex")))
        return tex_element(source.strip("$")) if is_tex or "\\" in source else source


def _signs(text: str) -> str:
    return _SIGN.sub(lambda match: _SIGNS[match["name"]], text)


_GIVEN = {
    "picture": "alt", "keys": "pressed", "index": "indexed", "plain": "kept", "passed": "as_is",
}  # fmt: skip
"""Groups of which another one is what is said."""

_TAGS = {"code": "code", "codes": "code", "raised": "sup", "lowered": "sub"}
_SAID: Mapping[str, Callable[[InlineReader, re.Match[str]], Iterator[str | Element]]] = {
    "tex": InlineReader._calculated,
    "note": InlineReader._noted,
    "link": InlineReader._linked,
    "pointer": InlineReader._pointed,
    "anchor": InlineReader._anchored,
    "menu": InlineReader._chosen,
    "quoted": InlineReader._quoted,
    "struck": InlineReader._struck,
}
