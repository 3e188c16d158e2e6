"""How deep each heading is: by its number, by the outline, or by its size."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.formats.layout.blocks import Block, Form

Outline = Mapping[tuple[int, str], int]
"""Depth, from 0 on, by page and title; the title as `plain` leaves it."""

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*|[A-Z](?:\.\d{1,2})+)[.:)]?\s")
_PREFIX = re.compile(r"^(?:(?:chapter|appendix|part)\s+)?(?:[\d.]++|[ivx]+\.|[a-z]\.)[\d.:)]*+\s+")
_TOP, _DEEPEST = 2, 6
_LONGEST = 200
"""Characters of a heading that are compared with the outline."""

_NEARLY, _FEW = 0.97, 0.1


def plain(title: str) -> str:
    """A title without its number, capitals and punctuation, so that two spellings compare."""
    return re.sub(r"[\W_]+", " ", _PREFIX.sub("", title.casefold())).strip()


def with_outline(blocks: Sequence[Block], outline: Outline) -> list[Block]:
    """The blocks, those that the outline names made headings."""
    return [
        replace(block, form=Form.HEADING)
        if block.form in (Form.PARAGRAPH, Form.ITEM) and _entry(block) in outline
        else block
        for block in blocks
    ]


def levels(blocks: Sequence[Block], outline: Outline) -> list[int]:
    """The level of each block that is a heading, 0 for the others.

    The title, if the first page has one that is larger than all else, is level 1; chapters and
    sections start from level 2.
    """
    headings = [block for block in blocks if block.form is Form.HEADING]
    title = title_of(headings)
    if title and sum(x.size > _NEARLY * title.size for x in headings) - 1 > _FEW * len(headings):
        title = None
    sizes = {round(x.size) for x in headings if not title or x.size < title.size}
    ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True))}
    for block in headings:
        if number := _NUMBERED.match(text_of(block)):
            ranks[round(block.size)] = min(ranks.get(round(block.size), 0), number[1].count("."))

    def level(block: Block) -> int:
        if block.form is not Form.HEADING:
            return 0
        if block is title:
            return 1
        number = _NUMBERED.match(text_of(block))
        depth = outline.get(_entry(block), number[1].count(".") if number else -1)
        return min(_TOP + (depth if depth >= 0 else ranks.get(round(block.size), 0)), _DEEPEST)

    found = [level(block) for block in blocks]
    above = 1
    for position, depth in enumerate(found):
        if depth:  # no level is left out on the way down
            above = found[position] = min(depth, above + 1)
    return found


def title_of(blocks: Sequence[Block]) -> Block | None:
    """The largest heading of the first page that has no number, if there is one."""
    first = [x for x in blocks if x.form is Form.HEADING and x.lines[0][0] == 1]
    unnumbered = [block for block in first if not _NUMBERED.match(text_of(block))]
    return max(unnumbered, key=lambda block: block.size, default=None)


def text_of(block: Block) -> str:
    """The text of a block on one line."""
    return " ".join(line for _, line in block.lines)


def _entry(block: Block) -> tuple[int, str]:
    return block.lines[0][0], plain(text_of(block)[:_LONGEST])
