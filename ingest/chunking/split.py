"""Cutting a block that exceeds the encoder's window, at the least harmful places there are."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.chunking.statements import paragraph_starts, statement_starts
from ingest.chunking.window import Count, size_of
from ingest.structure.items import item_starts
from ingest.structure.sentences import sentence_spans
from ingest.types import Kind

TINY = 20
"""Word pieces of what says too little to stand alone."""

_LONG = 10_000
"""Characters of a paragraph that is cut somehow before its sentences are told."""

_Cuts = Callable[[str], list[int]]
"""Offsets in a text before which it may be cut."""

_LINE = re.compile(r"(?<=\n)(?=[^\n])|(?<=\r)(?=[^\r\n])")
_FORMULA_LINE = re.compile(r"(?<=\n)(?=[^\n$])")
_CELL = re.compile(r"(?=\|)|(?<=\t)")
_WORD = re.compile(r"(?<=\s)(?=\S)")
_STRETCH = re.compile(r".{4000}(?:.{0,4000}?(?:[.!?…。]\s|\n)|.{0,400}?\s|)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text, and how many word pieces they count."""

    start: int
    end: int
    size: int


def _matches(pattern: re.Pattern[str]) -> _Cuts:
    return lambda text: [match.start() for match in pattern.finditer(text)]


def _stretches(text: str) -> list[int]:
    """Cuts a very long text into parts of which sentences can be told in reasonable time."""
    return [match.end() for match in _STRETCH.finditer(text)] if len(text) > _LONG else []


def _sentences(text: str) -> list[int]:
    return [start for start, _ in sentence_spans(text)]


def _every(step: int) -> _Cuts:
    return lambda text: list(range(0, len(text), step))


_PROSE = (_stretches, _sentences)
_LEVELS: dict[Kind, Sequence[_Cuts]] = {
    Kind.TABLE: (_matches(_LINE), _matches(_CELL)),
    Kind.CODE: (*(paragraph_starts, statement_starts) * 3, _matches(_LINE)),
    Kind.MATH: (_matches(_FORMULA_LINE),),
    Kind.LIST: (*(item_starts,) * 4, *_PROSE),
    Kind.PROSE: _PROSE,
    Kind.QA: _PROSE,
}
_LAST_RESORT: tuple[_Cuts, ...] = (_matches(_WORD), _every(64), _every(1))


def split_span(
    text: str, start: int, end: int, kind: Kind, count: Count, room: int, first_room: int
) -> list[Span]:
    """Spans that cover ``text[start:end]`` but for white space.

    Tables are cut between rows, code between statements, lists between items and the items of
    inner lists, prose between sentences; then between words, and as the last resort anywhere. What
    is tiny goes with a neighbour where that fits.

    Args:
        text: of the document.
        start: where the block begins.
        end: where it ends.
        kind: of the block.
        count: word pieces of a text; white space between two texts must count nothing.
        room: most word pieces of each span but the first, at least 1.
        first_room: most word pieces of the first span, at least 1.
    """
    levels = (*_LEVELS[kind], *_LAST_RESORT)
    least = max(min(room, first_room), 1)
    spans: list[Span] = []
    begin, reached, used, depth = start, start, 0, 0
    for atom in _atoms(text, start, end, levels, count, least):
        # The parts of a longer one keep to themselves, unless they are tiny.
        apart = atom.cut < max(atom.depth, depth) and used >= TINY
        if used and (apart or used + atom.size > (room if spans else first_room)):
            spans += _span(text, begin, reached, used)
            begin, used = atom.start, 0
        reached, used, depth = atom.end, used + atom.size, atom.depth
    return spans + _span(text, begin, reached, used)


@dataclass(frozen=True, slots=True)
class _Atom:
    """A part that is not cut further.

    Attributes:
        depth: level of the cuts that made it.
        cut: level of the cut at its start; less than `depth` for the first part of a longer one.
    """

    start: int
    end: int
    size: int
    depth: int
    cut: int


def _atoms(
    text: str,
    start: int,
    end: int,
    levels: Sequence[_Cuts],
    count: Count,
    room: int,
    depth: int = 0,
) -> Iterator[_Atom]:
    """The parts of a span between cuts of the first level at which they fit."""
    cuts = sorted({start, end, *(start + cut for cut in levels[depth](text[start:end]))})
    for begin, following in pairwise(cuts):
        size = size_of(text[begin:following], count, room)
        if size <= room or depth + 1 == len(levels):
            yield _Atom(begin, following, size, depth, depth)
            continue
        for number, atom in enumerate(
            _atoms(text, begin, following, levels, count, room, depth + 1)
        ):
            yield atom if number else replace(atom, cut=depth)


def _span(text: str, start: int, end: int, size: int) -> list[Span]:
    """A span without white space around it but the first line's indentation; none if blank."""
    body = text[start:end]
    if not body.strip():
        return []
    first = start + len(body) - len(body.lstrip())
    while first > start and text[first - 1] in " \t":
        first -= 1
    return [Span(first, start + len(body.rstrip()), size)]
