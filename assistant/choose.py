"""Which units of the passages found become the statements of an answer, and in what order."""

from collections.abc import Sequence

from assistant.relevance import Relevant
from ingest.types import Kind

MOST = 8
"""Statements of an answer."""

_AT_LEAST = 3
"""Statements, where there are so many, before a unit must come near the best."""

_BEHIND_BEST = 0.3
_REPEATS = 0.93


def choose(found: Sequence[Relevant], role: str = "") -> list[Relevant]:
    """The units that answer a question, grouped by passage, in the order of their source.

    A pair that asks the same question gives its whole answer. Other units are taken by relevance
    as long as they are not far behind the best one and say something that those taken do not
    (maximal marginal relevance; Carbonell and Goldstein, SIGIR 1998). A sentence that leans on the
    one before it comes only with that one.

    Args:
        found: the units of the passages, with their relevance.
        role: label of the paragraphs that come first.
    """
    ranked = sorted(found, key=lambda item: -item.score)
    taken = [item for item in ranked if item.answers]
    for item in ranked:
        if item.answers:
            continue
        far = item.score < ranked[0].score - _BEHIND_BEST
        if len(taken) == MOST or (far and len(taken) >= _AT_LEAST):
            break
        if any(_repeats(item, other) for other in taken):
            continue
        if item.unit.leans and not _has_predecessor(item, taken):
            continue
        taken.append(item)
    taken.sort(key=lambda item: (item.unit.label != role, item.hit.rank, item.unit.start))
    return taken


def _repeats(item: Relevant, other: Relevant) -> bool:
    """Whether two sentences say the same; tables, formulas and code never do."""
    both_prose = item.unit.kind is other.unit.kind is Kind.PROSE
    return both_prose and float(item.vector @ other.vector) > _REPEATS


def _has_predecessor(item: Relevant, taken: Sequence[Relevant]) -> bool:
    """Whether the unit just before this one, in the same passage, has been taken."""
    chunk, order = item.hit.chunk.chunk_id, item.unit.order
    return any(
        other.hit.chunk.chunk_id == chunk and other.unit.order == order - 1 for other in taken
    )
