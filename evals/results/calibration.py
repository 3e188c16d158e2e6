"""Whether a stated confidence is the share of times that it is right."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.measure.outcome import Outcome
from evals.measure.questions import Kind

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with confidences from `low` up to `high`.

    Attributes:
        stated: their mean confidence.
        true: share of them that do have an answer.
    """

    low: float
    high: float
    n: int
    stated: float
    true: float


def reliability(outcomes: Sequence[Outcome]) -> list[Bin]:
    """Bins of equal width over single questions with and without an answer; empty bins left out."""
    judged = [
        (o.confidence, o.kind is Kind.RETRIEVAL)
        for o in outcomes
        if o.kind in (Kind.RETRIEVAL, Kind.UNANSWERABLE)
    ]
    found = []
    for number in range(BINS):
        inside = [pair for pair in judged if min(int(pair[0] * BINS), BINS - 1) == number]
        if inside:
            stated = sum(confidence for confidence, _ in inside) / len(inside)
            true = sum(has for _, has in inside) / len(inside)
            found.append(Bin(number / BINS, (number + 1) / BINS, len(inside), stated, true))
    return found


def ece(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error (Guo, Pleiss, Sun and Weinberger 2017); None without questions.

    The mean over questions of how far a bin's stated confidence is from the share that is true.
    """
    n = sum(each.n for each in bins)
    return sum(each.n * abs(each.stated - each.true) for each in bins) / n if n else None
