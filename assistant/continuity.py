"""Which units of a passage go together: what one leans on, goes on with, and stands between."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.relevance import Relevant
from ingest.types import Kind

_LONGEST_RUN = 2
"""Units of one passage that are quoted for the sake of the last of them."""

_LONGEST_GAP = 3
"""Units that are quoted for the sake of those around them."""


def apart(found: Sequence[Relevant]) -> list[Relevant]:
    """The units without those that share characters with a longer one.

    Passages overlap, and what belongs together may be seen whole from one and in part from another.
    """
    kept: list[Relevant] = []
    for item in sorted(found, key=lambda item: item.unit.start - item.unit.end):
        if not any(_overlap(item, other) for other in kept):
            kept.append(item)
    return [item for item in found if item in kept]


def _overlap(item: Relevant, other: Relevant) -> bool:
    same = item.hit.chunk.doc_id == other.hit.chunk.doc_id
    return same and item.unit.start < other.unit.end and other.unit.start < item.unit.end


def hangs(item: Relevant, taken: Sequence[Relevant]) -> bool:
    """Whether a unit cannot be understood with those taken alone."""
    return item.unit.leans and not item.unit.subject and _predecessor(item, taken) is None


def with_what_it_leans_on(
    item: Relevant, found: Sequence[Relevant], taken: Sequence[Relevant]
) -> list[Relevant]:
    """A unit behind those before it that it cannot be understood without; empty if they are many.

    Where nothing that can be quoted stands before it, it leans on its heading.
    """
    run = [item]
    while hangs(run[0], taken):
        before = _predecessor(run[0], found)
        if before is None:
            return run
        run.insert(0, before)
        if len(run) > _LONGEST_RUN:
            return []
    return run


def _predecessor(item: Relevant, among: Sequence[Relevant]) -> Relevant | None:
    """The unit just before this one, in the same passage, under the same heading."""
    if item.unit.opens:
        return None
    same = (x for x in among if x.hit is item.hit and x.unit.order == item.unit.order - 1)
    return next(same, None)


def rest_of_series(item: Relevant, found: Sequence[Relevant]) -> list[Relevant]:
    """What belongs to the series that a unit announces or begins: ``First, …``, ``Second, …``."""
    series: list[Relevant] = []
    for other in _later(item, found):
        begins = other.unit.order == item.unit.order + 1 and other.unit.place == 1
        last = series[-1] if series else item
        if begins or (last.unit.place and other.unit.place > last.unit.place):
            series.append(other)
        elif other.unit.place or not last.unit.place:
            break
    return series


def _later(item: Relevant, found: Sequence[Relevant]) -> list[Relevant]:
    """The units after this one in the same passage, in order."""
    same = (x for x in found if x.hit is item.hit and x.unit.order > item.unit.order)
    return sorted(same, key=lambda x: x.unit.order)


def between(ordered: Sequence[Relevant], found: Sequence[Relevant]) -> list[Relevant]:
    """What the passage that comes first says between what is quoted of it.

    Reasons and remedies are often given in other words than they are asked for. Of an answer to a
    question the beginning counts too, since that is what it comes to.
    """
    if not ordered:
        return []
    hit = ordered[0].hit
    quoted = sorted(x.unit.order for x in ordered if x.hit is hit)
    begin = [-1] if hit.chunk.kind is Kind.QA else []
    gaps = {
        order
        for left, right in pairwise([*begin, *quoted])
        if right - left - 1 <= _LONGEST_GAP
        for order in range(left + 1, right)
    }
    added: list[Relevant] = []
    for item in found:
        if item.hit is hit and item.unit.order in gaps and _may_follow(item, [*ordered, *added]):
            added.append(item)
    return added


def after(ordered: Sequence[Relevant], found: Sequence[Relevant]) -> list[Relevant]:
    """How the passage that comes first goes on behind what is quoted of it, up to a heading."""
    if not ordered:
        return []
    last = max((x for x in ordered if x.hit is ordered[0].hit), key=lambda x: x.unit.order)
    added: list[Relevant] = []
    for item in _later(last, found):
        if item.unit.opens or not _may_follow(item, [*ordered, *added]):
            break
        added.append(item)
    return added


def _may_follow(item: Relevant, quoted: Sequence[Relevant]) -> bool:
    """Whether a unit may be quoted for the sake of those around it, and is understood there."""
    plain = item.unit.kind is not Kind.CODE and not item.unit.label
    return plain and item not in quoted and not hangs(item, quoted)
