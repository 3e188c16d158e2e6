"""Pieces: blocks, cut where they exceed the encoder's window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.chunking.leads import announces, lead_of, said
from ingest.chunking.split import split_span
from ingest.chunking.window import Window
from ingest.structure.blocks import Block
from ingest.types import Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one, that fits the window below its heading path.

    Attributes:
        size: word pieces of its body.
        head: word pieces of the heading lines before it, which count where they are not the first.
        lead: what is repeated before it where nothing of its passage precedes it.
        lead_size: word pieces of `lead`, which fits as well.
    """

    block: Block
    size: int
    head: int = 0
    lead: str = ""
    lead_size: int = 0


def pieces(blocks: Iterable[Block], window: Window) -> Iterator[Piece]:
    """The blocks in order, those too long for the window in parts."""
    before: Piece | None = None
    for block in blocks:
        near = before if before and belonging(before.block) == belonging(block) else None
        for piece in _parts(block, near, window):
            yield piece
            before = piece


def belonging(block: Block) -> tuple[tuple[str, ...], int | None]:
    """What blocks of one passage share: a pair, or else the heading path."""
    return (block.headings, None) if block.pair is None else ((), block.pair)


def _parts(block: Block, before: Piece | None, window: Window) -> Iterator[Piece]:
    room = window.room(block.headings)
    size = window.size(block.body, block.end)
    lead = lead_of(window.text, block, before.block if before else None)
    lead_size = window.count(said(lead)) if lead else 0
    head = window.size(block.start, block.body)
    if size <= room:
        repeats = block.kind is Kind.LIST and size + lead_size <= room
        yield Piece(block, size, head, *((lead, lead_size) if repeats else ()))
        return
    if lead_size > room // 3:
        lead, lead_size = "", 0
    # What announces the block is to stand with its first part.
    announced = before is not None and announces(window.text, before.block)
    taken = before.size if before and announced and before.size <= room // 3 else 0
    text, count = window.text, window.count
    spans = split_span(
        text, block.body, block.end, block.kind, count, room - lead_size, room - taken
    )
    for number, span in enumerate(spans):
        if number == 0:
            yield Piece(replace(block, end=span.end), span.size, head)
        else:
            part = replace(block, start=span.start, body=span.start, end=span.end, opens=())
            yield Piece(part, span.size, 0, lead, lead_size)
