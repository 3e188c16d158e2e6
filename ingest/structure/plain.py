"""Plain text to Blocks: the structure that people type without any markup in mind."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.structure.blocks import Block
from ingest.structure.elements import Element, heading
from ingest.structure.items import MARKER
from ingest.structure.layouts import Item, pairs_of, paragraph_elements
from ingest.structure.markdown import markdown_blocks
from ingest.structure.outline import outline
from ingest.structure.plaintext.extents import RULE, extent
from ingest.structure.plaintext.headlines import Headline, headline
from ingest.structure.plaintext.levels import add_heading
from ingest.structure.plaintext.lines import Line, lines_of, wrap_width
from ingest.structure.questions import answer_start, marked_question, plain_question
from ingest.types import Kind

_MARKS = {
    "heading": re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE),
    "fence": re.compile(r"^(?:```|~~~)", re.MULTILINE),
    "table": re.compile(r"^\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$", re.MULTILINE),
    "bold": re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,100}\*\*(?!\w)"),
    "link": re.compile(r"\]\((?:https?://|#|\.{0,2}/)[^()\s]*\)"),
}


def plain_blocks(text: str, root: tuple[str, ...] = ()) -> list[Block]:
    """The blocks of a plain text; a text that is plainly Markdown is read as Markdown.

    Args:
        text: the whole text.
        root: headings above the whole text.
    """
    if is_markdown(text):
        return markdown_blocks(text, root)
    return outline(list(_elements(text)), root)


def is_markdown(text: str) -> bool:
    """Whether a text without a declared format has unmistakable marks of Markdown.

    A lone ``# `` may be a comment, a lone ``**`` a power: it takes headings and something else, or
    several headings of which one is not of the first level.
    """
    found = {name for name, mark in _MARKS.items() if mark.search(text)}
    if "heading" not in found:
        return False
    headings = [match[0] for match in _MARKS["heading"].finditer(text)]
    inner = sum(mark.startswith("##") for mark in headings)
    return inner > 1 or (len(found) > 1 and (inner > 0 or found & {"bold", "link"} != set()))


def _elements(text: str) -> Iterator[Element]:
    lines = lines_of(text)
    width = wrap_width(lines)
    above: list[Headline] = []
    at = 0
    while at < len(lines):
        found = headline(lines, at, width)
        if found:
            end = at + found.lines
            below = headline(lines, end, width) if end < len(lines) else None
            level = add_heading(above, found, below)
            yield heading(lines[at].start, lines[end - 1].end, level, found.title)
        elif RULE.fullmatch(lines[at].text):
            end = at + 1
            yield Element(lines[at].start, lines[at].end, silent=True)
        else:
            end, kind = extent(text, lines, at, width)
            yield from _content(text, lines[at:end], kind)
        at = end


def _content(text: str, lines: Sequence[Line], kind: Kind) -> Iterator[Element]:
    """The elements of one paragraph, list, table or listing."""
    start, end = lines[0].start, lines[-1].end
    if kind is Kind.PROSE:
        yield from paragraph_elements(text, start, end)
    elif kind is Kind.LIST:
        yield from _list(text, lines)
    else:
        yield Element(start, end, kind)


def _list(text: str, lines: Sequence[Line]) -> Iterator[Element]:
    """A list, or the questions and answers that are its items; one item alone is no list."""
    start, end = lines[0].start, lines[-1].end
    margin = lines[0].indent + 1
    marked = [n for n, x in enumerate(lines) if MARKER.match(x.text)]
    outer = [n for n in marked if lines[n].indent <= margin] if marked else []
    starts = outer or [n for n, line in enumerate(lines) if n == 0 or line.gap]
    cuts = [*(lines[n].start for n in starts), end]
    spans = [(a, a + len(text[a:b].rstrip())) for a, b in pairwise(cuts)]
    if len(spans) == 1 and len(marked) <= 1:
        yield from paragraph_elements(text, start, end)
        return
    items = [_item(text, *span) for span in spans]
    questions = pairs_of(items)
    if not any(questions):
        yield Element(start, end, Kind.LIST)
        return
    within = 0
    for (begin, stop), item, question in zip(spans, items, questions, strict=True):
        within = within if item.answers else begin + 1
        answer = None if question else answer_start(text, begin, stop)
        yield Element(begin, stop, Kind.LIST, question=question, answer=answer, within=within)


def _item(text: str, start: int, end: int) -> Item:
    question = marked_question(text, start, end) or plain_question(text, start, end)
    return Item(question, answers=answer_start(text, start, end) is not None)
