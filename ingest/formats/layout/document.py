"""The lines of all pages to the text of the document."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from ingest.formats.layout.blocks import blocks_of
from ingest.formats.layout.columns import regions, usual_gutters
from ingest.formats.layout.contents import without_contents
from ingest.formats.layout.furniture import (
    without_line_numbers,
    without_overlays,
    without_running_titles,
    without_stamps,
)
from ingest.formats.layout.headings import Outline, levels, text_of, title_of, with_outline
from ingest.formats.layout.joining import joined
from ingest.formats.layout.paragraphs import measured
from ingest.formats.layout.types import Line
from ingest.formats.layout.writing import written


@dataclass(frozen=True, slots=True)
class Laid:
    """A document as Markdown.

    Attributes:
        text: Markdown.
        spans: start, end and page of each run of characters of one page.
        heading: the largest heading of the first page, empty without one.
    """

    text: str
    spans: tuple[tuple[int, int, int], ...]
    heading: str


def laid_out(pages: Sequence[Sequence[Line]], outline: Outline) -> Laid:
    """The text of a document in reading order, with its structure.

    Args:
        pages: the lines of each page, from page 1 on.
        outline: bookmarks of the document.
    """
    pages = without_stamps(without_overlays(pages))
    usual = measured(pages)
    pages = [without_line_numbers(page, usual.body) for page in pages]
    pages = without_running_titles(pages, usual.body)
    aside = replace(usual, headed=False)
    numbers = count()
    directed = [_directions(page) for page in pages]
    gutters = usual_gutters([first for first, *_ in directed])
    blocks = [
        block
        for page, directions in enumerate(directed, start=1)
        for turn, turned in enumerate(directions)
        for region in regions(turned, () if turn else gutters)
        for block in blocks_of(region, page, next(numbers), aside if turn else usual)
    ]
    blocks = joined(without_contents(with_outline(blocks, outline)))
    title = title_of(blocks)
    parts = written(blocks, levels(blocks, outline))
    spans, start = [], 0
    for page, run in groupby(parts, key=lambda part: part[0]):
        text = "".join(text for _, text in run)
        spans.append((start, start + len(text.rstrip()), page))
        start += len(text)
    return Laid("".join(text for _, text in parts), tuple(spans), text_of(title) if title else "")


def _directions(page: Sequence[Line]) -> list[list[Line]]:
    """The lines of each direction, that of most of the text first."""
    turns: defaultdict[int, list[Line]] = defaultdict(list)
    for line in page:
        turns[line.turn].append(line)
    lengths = {turn: sum(len(line.text) for line in lines) for turn, lines in turns.items()}
    return [turns[turn] for turn in sorted(turns, key=lambda turn: (-lengths[turn], turn))] or [[]]
