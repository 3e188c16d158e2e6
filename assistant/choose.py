"""Which units of the passages found become the statements of an answer, and in what order."""

from collections.abc import Sequence
from itertools import islice

from assistant.relevance import Relevant
from index.analyse import terms
from ingest.types import Kind

MOST = 8
"""Statements of an answer, unless a pair that asks the same question has more."""

_AT_LEAST = 3
"""Statements, where there are so many, before a unit must come near the best."""

_BEHIND_BEST = 0.4
_BESIDE_THE_POINT = 0.6
"""Behind the best, from which on a unit is left out however few there are: a small library has
passages that say nothing on a question. It costs the development cases nothing."""

_WEAKER_PASSAGE = 0.22
"""Behind the best passage, from which on one is not quoted, but for a side of a comparison."""

_REPEATS = 0.93


def choose(
    found: Sequence[Relevant], role: str = "", sides: Sequence[frozenset[str]] = ()
) -> list[Relevant]:
    """The units that answer a question, grouped by passage, in the order of their source.

    A pair that asks the same question gives its whole answer, and where a term is to be explained,
    the sentence that says what it is comes first. Other units, of passages not far
    behind the best one, are taken by relevance as long as they say something that those taken do
    not (maximal marginal relevance; Carbonell and Goldstein, SIGIR 1998). A sentence that leans on
    the one before it comes only with that one, unless it is certain what its pronoun stands for.
    One block of code is enough. Of a comparison, each side is spoken of if the passages do.

    Args:
        found: the units of the passages, with their relevance.
        role: label of the paragraphs that come first.
        sides: lexical terms of what the question compares.
    """
    ranked = sorted(found, key=lambda item: -item.score)
    said = min((x for x in ranked if x.defines), key=lambda x: x.hit.rank, default=None)
    taken = [item for item in ranked if item.answers or item is said]
    speakers = [[item for item in ranked if _speaks_of(side, item)] for side in sides]
    best_passage = max((x.hit.score for x in ranked if not _hangs(x, ())), default=0.0)
    strong = [x for x in ranked if best_passage - x.hit.score <= _WEAKER_PASSAGE]
    best = max((x.score for x in strong if not _hangs(x, ())), default=0.0)
    for item in strong:
        if item.answers or item is said:
            continue
        behind = best - item.score
        enough = len(taken) >= _AT_LEAST and behind > _BEHIND_BEST
        full = len(taken) + len(_unspoken(speakers, taken)) >= MOST
        if full or enough or behind > _BESIDE_THE_POINT:
            break
        if any(_repeats(item, other) for other in taken):
            continue
        if _hangs(item, taken) or (_is_code(item) and any(map(_is_code, taken))):
            continue
        taken.append(item)
    taken += _unspoken(speakers, taken)
    taken.sort(key=lambda x: (x is not said, x.unit.label != role, x.hit.rank, x.unit.start))
    return taken


def _repeats(item: Relevant, other: Relevant) -> bool:
    """Whether two sentences say the same; tables, formulas and code never do."""
    both_prose = item.unit.kind is other.unit.kind is Kind.PROSE
    return both_prose and float(item.vector @ other.vector) > _REPEATS


def _is_code(item: Relevant) -> bool:
    return item.unit.kind is Kind.CODE


def _speaks_of(side: frozenset[str], item: Relevant) -> bool:
    """Whether a unit, or the heading it stands under, names one side of a comparison."""
    said = terms(" ".join([*item.hit.chunk.headings[-1:], item.unit.text]))
    return 2 * len(side.intersection(said)) >= len(side)


def _unspoken(speakers: Sequence[Sequence[Relevant]], taken: Sequence[Relevant]) -> list[Relevant]:
    """For each side that none of those taken speaks of, the best unit that does and stands alone.

    Args:
        speakers: by side, the units that speak of it, best first.
        taken: of the same units.
    """
    added: list[Relevant] = []
    for speaking in speakers:
        chosen = [*taken, *added]
        if not any(item is other for item in speaking for other in chosen):
            added += islice((item for item in speaking if not _hangs(item, ())), 1)
    return added


def _hangs(item: Relevant, taken: Sequence[Relevant]) -> bool:
    """Whether a unit cannot be understood with those taken alone."""
    return item.unit.leans and not item.unit.subject and not _has_predecessor(item, taken)


def _has_predecessor(item: Relevant, taken: Sequence[Relevant]) -> bool:
    """Whether the unit just before this one, in the same passage, has been taken."""
    chunk, order = item.hit.chunk.chunk_id, item.unit.order
    return any(
        other.hit.chunk.chunk_id == chunk and other.unit.order == order - 1 for other in taken
    )
