"""Cutting a block that exceeds the encoder's window, at the least harmful places there are."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ingest.sentences import sentence_spans
from ingest.types import Kind

Cuts = Callable[[str], list[int]]
"""Offsets in a text before which it may be cut."""

_LINE = re.compile(r"(?<=\n)(?=[^\n])|(?<=\r)(?=[^\r\n])")
_STATEMENT = re.compile(r"^(?=[^\s)\]}#])", re.MULTILINE)
_ITEM = re.compile(r"^ {0,3}(?=(?:[-*+]|\d{1,9}[.)])\s)", re.MULTILINE)
_WORD = re.compile(r"(?<=\s)(?=\S)")


def _matches(pattern: re.Pattern[str]) -> Cuts:
    return lambda text: [match.start() for match in pattern.finditer(text)]


def _sentences(text: str) -> list[int]:
    return [start for start, _ in sentence_spans(text)]


def _characters(text: str) -> list[int]:
    return list(range(len(text)))


_CUTS: dict[Kind, Sequence[Cuts]] = {
    Kind.TABLE: (_matches(_LINE),),
    Kind.CODE: (_matches(_STATEMENT), _matches(_LINE)),
    Kind.MATH: (_matches(_LINE),),
    Kind.LIST: (_matches(_ITEM), _sentences),
    Kind.PROSE: (_sentences,),
    Kind.QA: (_sentences,),
}
_LAST_RESORT: tuple[Cuts, ...] = (_matches(_WORD), _characters)


def split_span(
    text: str, start: int, end: int, kind: Kind, count: Callable[[str], int], room: int
) -> list[tuple[int, int]]:
    """Spans that cover ``text[start:end]`` but for white space, each of at most `room` pieces.

    A span that fits is returned whole. Otherwise tables are cut between rows, code between
    statements, lists between items, prose between sentences; then between words, and as the last
    resort between characters.
    """
    if count(text[start:end]) <= room:
        return [(start, end)]
    return list(_cut(text, start, end, (*_CUTS[kind], *_LAST_RESORT), count, max(room, 1)))


def _cut(
    text: str, start: int, end: int, levels: Sequence[Cuts], count: Callable[[str], int], room: int
) -> Iterator[tuple[int, int]]:
    """Packs atoms of the first level greedily; an atom that is too long goes to the next level."""
    cuts = sorted({start, end, *(start + cut for cut in levels[0](text[start:end]))})
    begin, reached, used = start, start, 0
    for atom, following in pairwise(cuts):
        size = count(text[atom:following])
        if used and used + size > room:
            yield from _stripped(text, begin, reached)
            begin, used = atom, 0
        if size > room and len(levels) > 1:
            yield from _cut(text, atom, following, levels[1:], count, room)
            begin, size = following, 0
        used += size
        reached = following
    if begin < end:
        yield from _stripped(text, begin, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its end; nothing when it is blank."""
    body = text[start:end].rstrip()
    if body:
        yield start, start + len(body)
