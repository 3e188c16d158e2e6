"""What the styles of a Word document mean: headings, code, quotations, lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.formats.markup.tree import Element, local, value

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|otsikko|overskrift|nagłówek|nadpis|"
    r"başlık|заголовок|标题|標題|見出し|제목)\s*(?P<level>[1-9])",
    re.IGNORECASE,
)
"""Word writes the English name whatever its language; other programs write their own."""

_CODE = re.compile(r"code|listing|verbatim|preformatted|macro|console|terminal", re.IGNORECASE)
_QUOTE = re.compile(r"quot|block ?text", re.IGNORECASE)
_CONTENTS = re.compile(r"toc ?\d|toc ?heading|contents (?:\d|heading)|table of .*", re.IGNORECASE)
_MONOSPACED = re.compile(r"consol|courier|menlo|monaco|mono\b|mono |source code|fira code", re.I)
_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Style:
    """What one style states itself; None where it leaves that to the style it is based on.

    Attributes:
        outline: level among headings from 0; 9 is text.
        numbering: number of a list and level in it.
    """

    name: str
    based_on: str = ""
    outline: int | None = None
    numbering: tuple[str, int] | None = None
    bold: bool | None = None
    monospaced: bool | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their ids."""

    by_id: Mapping[str, Style]

    def chain(self, style_id: str) -> Iterator[Style]:
        """A style and those it is based on, nearest first; an unknown id stands for its name."""
        seen = {""}
        if style_id and style_id not in self.by_id:
            yield Style(style_id)
        while style_id not in seen and style_id in self.by_id:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = self.by_id[style_id].based_on

    def heading(self, style_id: str) -> int | None:
        """The level of headings in this style, from 1; None if it is none."""
        for style in self.chain(style_id):
            named = _HEADING.fullmatch(style.name)
            if named:
                return min(int(named["level"]), _LEVELS)
            if style.outline is not None:
                return outline_level(style.outline)
        return None

    def is_title(self, style_id: str) -> bool:
        """Whether it is the style of the document's own title."""
        return next((style.name.lower() for style in self.chain(style_id)), "") in (
            "title",
            "titel",
        )

    def is_code(self, style_id: str) -> bool:
        """Whether text in this style is code."""
        fonts = (style.monospaced for style in self.chain(style_id))
        set_so = next((font for font in fonts if font is not None), False)
        return set_so or self._is_named(style_id, _CODE)

    def is_quotation(self, style_id: str) -> bool:
        """Whether a paragraph in this style is quoted."""
        return self._is_named(style_id, _QUOTE)

    def is_contents(self, style_id: str) -> bool:
        """Whether a paragraph in this style belongs to a table of contents."""
        return any(_CONTENTS.fullmatch(style.name) for style in self.chain(style_id))

    def bold(self, style_id: str) -> bool | None:
        """Whether text in this style is bold; None if nothing says so."""
        return next((x.bold for x in self.chain(style_id) if x.bold is not None), None)

    def numbering(self, style_id: str) -> tuple[str, int]:
        """The list and depth of paragraphs in this style; an empty list if there is none."""
        return next((x.numbering for x in self.chain(style_id) if x.numbering), ("", 0))

    def _is_named(self, style_id: str, pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(style.name) for style in self.chain(style_id))


def read_styles(root: Element | None) -> Styles:
    """The styles of ``word/styles.xml``."""
    found: dict[str, Style] = {}
    for element in () if root is None else root:
        if local(element) == "style":
            found.setdefault(value(element, "styleId"), _style(element))
    return Styles(found)


def _style(element: Element) -> Style:
    parts = {local(part): part for part in element}
    paragraph = {local(x): x for x in parts["pPr"]} if "pPr" in parts else {}
    run = parts.get("rPr")
    return Style(
        name=value(parts["name"]) if "name" in parts else value(element, "styleId"),
        based_on=value(parts["basedOn"]) if "basedOn" in parts else "",
        outline=number(value(paragraph["outlineLvl"])) if "outlineLvl" in paragraph else None,
        numbering=numbering_of(paragraph.get("numPr")),
        bold=switch(run, "b"),
        monospaced=is_monospaced(run),
    )


def outline_level(outline: int) -> int | None:
    """The level of a heading, from 1; None for text."""
    return min(outline + 1, _LEVELS) if outline < 9 else None  # noqa: PLR2004 - 9 is body text


def numbering_of(properties: Element | None) -> tuple[str, int] | None:
    """The list and level that ``w:numPr`` states."""
    if properties is None:
        return None
    stated = {local(x): value(x) for x in properties}
    return stated.get("numId", ""), number(stated.get("ilvl", "")) or 0


def switch(properties: Element | None, name: str) -> bool | None:
    """A property that is on or off, such as ``w:b``; None where it is not stated."""
    for item in () if properties is None else properties:
        if local(item) == name:
            return value(item) not in ("false", "0", "off")
    return None


def is_monospaced(properties: Element | None) -> bool | None:
    """Whether a font for code is set; None where no font is."""
    for item in () if properties is None else properties:
        if local(item) == "rFonts":
            font = value(item, "ascii")
            return bool(_MONOSPACED.search(font)) if font else None
    return None


def number(text: str) -> int | None:
    """A small number as attributes write it; None if it is not one."""
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else None
