"""Paragraphs of a Word document rewritten so that readers see what mammoth reads.

Afterwards a paragraph has no style but ``Title``, ``Heading1`` to ``Heading6``, ``Code`` and
``Quote``, and belongs to no list but `BULLETS` or `NUMBERS`; numbers before headings are text.
"""

import re

from ingest.formats.markup.tree import Element, local, names, remove, value
from ingest.formats.word.make import make, qualified, text_run
from ingest.formats.word.numbering import Counts, Numbering
from ingest.formats.word.runs import CODE, plain_runs
from ingest.formats.word.styles import Styles, number, numbering_of, outline_level

BULLETS, NUMBERS = "1", "2"
"""The ids of the lists."""

COUNTED = "number-"
"""Start of the name of the bookmark that keeps the number of a list item."""

_DEEPEST = 4
"""Depth of lists, from 0, that mammoth knows."""

_WORDS = re.compile(r"[^\W\d_]{2,}|[QA]\b")
"""In the text of a number, such as ``Question %1:``; it is read as text."""


_HOLDERS = names("{*}hyperlink {*}fldSimple {*}dir {*}bdo {*}ruby {*}rubyBase")
"""Elements that mammoth drops, or follows to where they lead, though only what they hold counts."""

_NEEDLESS = names(
    "{*}bookmarkStart {*}bookmarkEnd {*}proofErr {*}sectPr {*}tblPr {*}tblGrid {*}tcW {*}tcBorders"
)


class Paragraphs:
    """Rewrites the paragraphs of a document; lists are counted on from part to part."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._counts = Counts(numbering)

    def rewrite(self, root: Element) -> None:
        """Rewrites the paragraphs of the body, or of the notes."""
        for element in list(root.iter(*_HOLDERS)):
            element.tag = qualified(root, "smartTag")
        for element in list(root.iter(*_NEEDLESS)):
            remove(element)
        for paragraph in list(root.iter(qualified(root, "p"))):
            self._rewrite(paragraph)

    def _rewrite(self, paragraph: Element) -> None:
        old = paragraph.find(qualified(paragraph, "pPr"))
        stated = {} if old is None else {local(x): x for x in old}
        style = value(stated["pStyle"]) if "pStyle" in stated else ""
        if self._styles.is_contents(style):
            paragraph[:] = []
            return
        new = make(paragraph, "pPr")
        is_code = plain_runs(paragraph, style, self._styles)
        name = CODE if is_code else self._plain_style(stated, style)
        if name:
            new.append(make(new, "pStyle", name))
        if not is_code:
            self._number(paragraph, new, stated.get("numPr"), style, name)
        if "rPr" in stated:
            new.append(_deletion(stated["rPr"]))
        if old is not None:
            paragraph.remove(old)
        paragraph.insert(0, new)

    def _plain_style(self, stated: dict[str, Element], style: str) -> str:
        if self._styles.is_title(style):
            return "Title"
        level = self._styles.heading(style)
        if "outlineLvl" in stated:
            level = outline_level(number(value(stated["outlineLvl"])) or 0)
        if level:
            return f"Heading{level}"
        return "Quote" if self._styles.is_quotation(style) else ""

    def _number(
        self, paragraph: Element, new: Element, numbered: Element | None, style: str, name: str
    ) -> None:
        """Puts a paragraph into its list, or its number before its text."""
        by_style = self._styles.numbering(style)
        list_id, depth = numbering_of(numbered) or by_style
        list_id, depth = list_id or by_style[0], min(depth, 8)
        level = self._numbering.level(list_id, depth)
        if level is None or level.form == "none":
            return
        properties = make(new, "numPr")
        properties.append(make(new, "ilvl", str(min(depth, _DEEPEST))))
        if level.form == "bullet":
            properties.append(make(new, "numId", BULLETS))
            if not name:
                new.append(properties)
            return
        count = self._counts.next(list_id, depth)
        if name or _WORDS.search(re.sub("%[1-9]", "", level.text)):
            label = self._counts.label(list_id, depth)
            paragraph.insert(0, text_run(paragraph, f"{label} " if label else ""))
            return
        properties.append(make(new, "numId", NUMBERS))
        new.append(properties)
        bookmark = make(paragraph, "bookmarkStart")
        bookmark.set(qualified(paragraph, "name"), f"{COUNTED}{count}")
        paragraph.insert(0, bookmark)


def _deletion(properties: Element) -> Element:
    """Whether the end of the paragraph was deleted, which joins it to the next one."""
    kept = make(properties, "rPr")
    kept.extend([x for x in properties if local(x) == "del"])
    return kept
