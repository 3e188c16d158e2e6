"""Blocks to Markdown, each character with the page that it comes from."""

import re
from collections.abc import Iterator, Sequence

from ingest.formats.layout.blocks import Block, Form
from ingest.formats.layout.paragraphs import marker
from ingest.formats.layout.seams import sewn, vocabulary
from ingest.formats.markup.code import fence_for

Part = tuple[int, str]
"""Number of a page, and text."""

_DIGITS = re.compile(r"\d{1,2}[.)]\s")
_MISREAD = re.compile(
    r"(?=#{1,6}\s|>|[-+*]\s|```|~~~|\$\$|<[a-z!?/]|([-*_])\1\1+$)|(\d{1,9})(?=[.)]\s)",
    re.IGNORECASE,
)
"""Where readers of Markdown would take a paragraph for something else."""

_INDENT = "    "
"""Deep enough below ``- `` as below ``10. ``."""

_NEST = 0.8
"""Shift of an item's start, in ems, that makes it an item of an item."""


def written(blocks: Sequence[Block], levels: Sequence[int]) -> list[Part]:
    """The parts that, put together, are the Markdown text.

    Args:
        blocks: in the order of the text.
        levels: of each block, where it is a heading.
    """
    words = vocabulary(line for block in blocks for _, line in block.lines)
    parts: list[Part] = []
    before: Block | None = None
    for block, level, depth in zip(blocks, levels, _depths(blocks), strict=True):
        if before:
            page, text = parts[-1]
            listed = before.form is block.form is Form.ITEM
            parts[-1] = page, text + ("\n" if listed else "\n\n")
        pages = [page for page, _ in block.lines]
        parts += zip(pages, _pieces(block, level, depth, words), strict=True)
        before = block
    return parts


def _depths(blocks: Sequence[Block]) -> Iterator[int]:
    """How many items each item is within, by where it starts."""
    lefts: list[float] = []
    for block in blocks:
        if block.form is not Form.ITEM:
            lefts = []
        nest = _NEST * block.size
        lefts = [left for left in lefts if left < block.left - nest]
        yield len(lefts)
        if block.form is Form.ITEM:
            lefts.append(block.left)


def _pieces(block: Block, level: int, depth: int, words: frozenset[str]) -> list[str]:
    """What each line of a block becomes."""
    lines = [line for _, line in block.lines]
    if block.form in (Form.CODE, Form.TABLE):
        fence = fence_for("\n".join(lines)) if block.form is Form.CODE else ""
        pieces = [f"{line}\n" for line in lines]
        pieces[0] = f"{fence}\n{pieces[0]}".lstrip("\n")
        pieces[-1] = f"{pieces[-1]}{fence}".rstrip("\n")
        return pieces
    first, *rest = sewn(lines, words)
    return [_start(block.form, first, level, depth), *rest]


def _start(form: Form, text: str, level: int, depth: int) -> str:
    """The first line of a block, as Markdown marks it."""
    if form is Form.HEADING:
        return f"{'#' * level} {text}"
    if form is not Form.ITEM:
        return _MISREAD.sub(r"\2\\", text, count=1) if _MISREAD.match(text) else text
    mark = marker(f"{text} x")  # where the item's text only begins on the next line
    if not _DIGITS.match(mark):
        text = f"- {text if mark[0].isalnum() or mark[0] in '([' else text[len(mark) :]}"
    return f"{_INDENT * depth}{text}"
