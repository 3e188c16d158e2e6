"""A document as HTML, a passage of it marked, with the places that a reader would name."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from ingest.content import Structure
from ingest.front_matter import front_matter
from ingest.types import Document
from ui.markup.html import Html, element, together
from ui.markup.markdown import Block, markdown_blocks

AROUND = 60_000
"""Characters shown on either side of a passage; more of a book would only make the page slow."""

_GAP = re.compile(r"\n[ \t]*\n\s*")


def document_html(document: Document, quote: tuple[int, int] | None = None) -> Iterator[Html]:
    """The blocks of a document around a quote, from its beginning without one.

    Pages, slides and the like are named where they begin.

    Args:
        document: of any format.
        quote: the characters of its text to be marked.
    """
    begin, end = _window(document, quote or (0, 0))
    if begin > front_matter(document.text)[1]:
        yield element("p", "The document begins above.", class_="v-hint")
    shown = ""
    for block in _blocks(document, begin, end, quote):
        label = _place(document, block.start)
        if label and label != shown:
            yield element("div", label, class_="v-place")
        shown = label
        yield block.html
    if end < len(document.text):
        yield element("p", "The document goes on; open the file to read it all.", class_="v-hint")


def _window(document: Document, quote: tuple[int, int]) -> tuple[int, int]:
    """The characters to show: whole where that is not much, else cut at empty lines."""
    text = document.text
    begin = front_matter(text)[1]
    end = len(text)
    if quote[0] - begin > AROUND:
        gap = text.find("\n\n", quote[0] - AROUND, quote[0])
        begin = gap + 2 if gap >= 0 else quote[0]
    if end - quote[1] > AROUND:
        gap = text.rfind("\n\n", quote[1], quote[1] + AROUND)
        end = gap if gap >= 0 else quote[1] + AROUND
    return begin, end


def _blocks(
    document: Document, begin: int, end: int, quote: tuple[int, int] | None
) -> Iterator[Block]:
    """Blocks with the positions of their beginnings in the document's text."""
    part = document.text[begin:end]
    within = (quote[0] - begin, quote[1] - begin) if quote else None
    if document.metadata.get("structure") == Structure.MARKDOWN:
        works = document.metadata.get("references")
        found = markdown_blocks(part, within, works if isinstance(works, dict) else None)
    else:
        found = list(_paragraphs(part, within))
    for block in found:
        yield Block(block.html, begin + block.start)


def _paragraphs(part: str, quote: tuple[int, int] | None) -> Iterator[Block]:
    """Plain text as paragraphs, its line ends kept."""
    start, end = quote or (0, 0)
    cuts = [0, *(match.end() for match in _GAP.finditer(part)), len(part)]
    for first, last in pairwise(cuts):
        middle = min(max(start, first), last), max(min(end, last), first)
        before, quoted, after = (
            part[first : middle[0]],
            part[middle[0] : middle[1]],
            part[max(middle) : last].rstrip(),
        )
        mark = element("mark", quoted.rstrip()) if quoted.strip() else None
        yield Block(element("p", together((before, mark, after)), class_="v-lines"), first)


def _place(document: Document, start: int) -> str:
    """The label of the place that a position lies in, empty where lines are the places."""
    at = bisect_right(document.locations, start, key=lambda location: location.start)
    return document.locations[at - 1].label if at else ""
