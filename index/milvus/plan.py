"""From the rows that a collection holds to what must be written for the next generation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.milvus.schema import FOREVER


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a row without reading it.

    Attributes:
        key: digest of all that it holds.
    """

    id: int
    key: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Step:
    """From one generation to another, by their numbers.

    Attributes:
        live: what readers see until the switch; 0 before the first.
        coming: what is being written, above `live`.
    """

    live: int
    coming: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What turns one generation's rows into the next one's.

    Attributes:
        new: keys of rows to insert, in the order in which they were wanted.
        leaving: ids of rows that the next generation leaves out; the live one still shows them.
        staying: ids of rows that an interrupted writer had marked as leaving.
        gone: ids of rows that neither the live nor the next generation shows.
        next_id: above every id there is.
    """

    new: tuple[str, ...]
    leaving: tuple[int, ...]
    staying: tuple[int, ...]
    gone: tuple[int, ...]
    next_id: int


def plan(marks: Iterable[Mark], wanted: Mapping[str, object], step: Step) -> Plan:
    """What must be written so that the coming generation shows `wanted`, the live one what it did.

    Rows that an interrupted attempt has left are kept where they are still wanted.

    Args:
        marks: of all rows there are.
        wanted: the keys of rows to be shown.
        step: from the live generation to the one that is written.
    """
    present: set[str] = set()
    leaving, staying, gone = [], [], []
    highest = 0
    for mark in marks:
        highest = max(highest, mark.id)
        shown = mark.since <= step.live < mark.until
        written = step.live < mark.since <= step.coming and mark.until == FOREVER
        fits = mark.key in wanted and mark.key not in present
        if (shown or written) and fits:
            present.add(mark.key)
            if mark.until != FOREVER:
                staying.append(mark.id)
        elif not shown:
            gone.append(mark.id)
        elif mark.until > step.coming:
            leaving.append(mark.id)
    new = tuple(key for key in wanted if key not in present)
    return Plan(new, tuple(leaving), tuple(staying), tuple(gone), highest + 1)
