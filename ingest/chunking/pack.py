"""Packing: as much into one passage as belongs together and fits the encoder's window."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.chunking.leads import announces, said
from ingest.chunking.pieces import Piece, belonging, pieces
from ingest.chunking.split import TINY
from ingest.chunking.window import Window
from ingest.structure.blocks import Block
from ingest.types import Kind


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pieces that make one passage.

    Attributes:
        pieces: at least one.
        headings: those that all pieces stand under; deeper ones are part of the body.
        body: offset at which the body begins.
        size: word pieces of the body.
        lead: what is repeated before the body.
    """

    pieces: tuple[Piece, ...]
    headings: tuple[str, ...]
    body: int
    size: int
    lead: str = ""


def packed(blocks: Iterable[Block], window: Window) -> list[Run]:
    """The passages of a text.

    Blocks under one heading are packed together, and so are the blocks of a question-and-answer
    pair, which takes in nothing else. Code stands alone, because it dilutes the embedding of the
    prose around it; a table or list keeps the paragraph that announces it. What is tiny joins a
    neighbour, if need be one under the next heading of the same parent.
    """
    sections = groupby(pieces(blocks, window), key=lambda piece: belonging(piece.block))
    return _joined([run for _, members in sections for run in _runs(members, window)], window)


def _runs(members: Iterable[Piece], window: Window) -> Iterator[Run]:
    """The pieces of one section or pair, packed greedily."""
    run: list[Piece] = []
    used = 0
    for piece in members:
        room = window.room(piece.block.headings)
        added = piece.head + piece.size
        if run and (used + added > room or _apart(run[-1], piece)):
            announcing = run[-1]
            moves = (
                len(run) > 1
                and announces(window.text, announcing.block)
                and announcing.size + added <= room
                and not _apart(announcing, piece)
            )
            yield _run(run[:-1] if moves else run)
            run, used = ([announcing], announcing.size) if moves else ([], 0)
        used += added if run else piece.size + piece.lead_size
        run.append(piece)
    yield _run(run)


def _apart(one: Piece, other: Piece) -> bool:
    """Whether one of two pieces, outside a pair, is more than a line or two of code."""
    if one.block.pair is not None:
        return False
    return any(x.block.kind is Kind.CODE and x.size >= TINY for x in (one, other))


def _run(members: list[Piece]) -> Run:
    first = members[0]
    size = sum(piece.head + piece.size for piece in members) - first.head
    return Run(tuple(members), first.block.headings, first.block.body, size, first.lead)


def _joined(runs: Sequence[Run], window: Window) -> list[Run]:
    """The runs, tiny ones put to what they introduce, else to what precedes or follows them."""
    joined: list[Run] = []
    rest = list(reversed(runs))
    while rest:
        run = rest.pop()
        following = rest[-1] if run.size < TINY and rest else None
        ahead = _together(run, following, window) if following else None
        introduces = following and following.headings[: len(run.headings)] == run.headings
        behind = _together(joined[-1], run, window) if joined and run.size < TINY else None
        if ahead and (introduces or not run.size or not behind):
            rest[-1] = ahead
        elif behind:
            joined[-1] = behind
        else:
            joined.append(run)
    return joined


def _together(one: Run, other: Run, window: Window) -> Run | None:
    """Two neighbours as one passage, if one of them is tiny and they belong under one parent.

    Headings that they do not share become part of the body, so they must lie in the text.
    """
    blocks = [run.pieces[0].block for run in (one, other)]
    if min(one.size, other.size) >= TINY or any(block.pair is not None for block in blocks):
        return None
    depth = _shared(one.headings, other.headings)
    if max(len(one.headings), len(other.headings)) > depth + 1 or other.lead:
        return None
    unrelated = depth == 0 and one.headings and other.headings
    if unrelated and one.size and max(one.size, other.size) >= TINY:
        return None
    body = _body_below(one, depth)
    if body is None or _body_below(other, depth) is None or (one.lead and body < one.body):
        return None
    size = window.size(body, one.body) + one.size + other.pieces[0].head + other.size
    headings = one.headings[:depth]
    if size + (window.count(said(one.lead)) if one.lead else 0) > window.room(headings):
        return None
    return Run((*one.pieces, *other.pieces), headings, body, size, one.lead)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many headings two paths have in common, counted from the outermost."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _body_below(run: Run, depth: int) -> int | None:
    """Where the body of a run begins, headings deeper than `depth` included; None if not in it."""
    if len(run.headings) == depth:
        return run.body
    block = run.pieces[0].block
    deeper = len(block.headings) - depth
    return block.opens[-deeper] if deeper <= len(block.opens) else None
