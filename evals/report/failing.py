"""Questions that went wrong, why, and the passages to see it by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.measure.outcome import Outcome, Passage, Run
from evals.measure.questions import Kind

RANKS = 5
"""Passages of a ranking that are shown."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage as it was ranked, or as it should have been.

    Attributes:
        rank: None for one that was not among the first of the ranking.
        grade: 0 for one that does not answer.
        cited: whether the answer quotes it.
    """

    rank: int | None
    score: float | None
    grade: int
    cited: bool
    passage: Passage


@dataclass(frozen=True, slots=True)
class Failing:
    """A question that went wrong.

    Attributes:
        reasons: what went wrong, in a few words each, worst first.
        facts: that the answer lacks.
        ranked: the first passages of the ranking, or those cited where none was judged.
        missed: gold passages that are not among them.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    ranked: tuple[Ranked, ...]
    missed: tuple[Ranked, ...]


NOT_FOUND = "no gold passage in the first five"
REFUSED = "refused, though there is an answer"
ANSWERED = "answered, though there is no answer"
LACKS = "a vital fact is missing"
NOT_QUOTED = "quotes no gold sentence"
INEXACT = "a citation is not exact"
UNSUPPORTED = "a statement is not carried"
REASONS = (NOT_FOUND, REFUSED, ANSWERED, LACKS, NOT_QUOTED, INEXACT, UNSUPPORTED)


def failing(run: Run) -> list[Failing]:
    """The questions that went wrong in any way, worst reasons first."""
    found = [
        _failing(outcome, reasons, run.passages)
        for outcome in run.outcomes
        if (reasons := tuple(_reasons(outcome)))
    ]
    return sorted(found, key=lambda each: REASONS.index(each.reasons[0]))


def _reasons(outcome: Outcome) -> Iterator[str]:
    scores = outcome.scores
    if scores.get("Success@5") == 0:
        yield NOT_FOUND
    if scores.get("answered") == 0:
        yield REFUSED
    if scores.get("refused") == 0:
        yield ANSWERED
    if scores.get("vital nuggets", 1) < 1 and not outcome.abstained:
        yield LACKS
    if scores.get("gold quoted") == 0 and not outcome.abstained:
        yield NOT_QUOTED
    if scores.get("exact citations", 1) < 1:
        yield INEXACT
    if scores.get("supported", 1) < 1:
        yield UNSUPPORTED


def _failing(
    outcome: Outcome, reasons: tuple[str, ...], passages: Mapping[str, Passage]
) -> Failing:
    cited = dict.fromkeys(c.chunk_id for said in outcome.statements for c in said.cited)
    first: Sequence[tuple[str, float | None]] = outcome.ranking[:RANKS]
    if outcome.kind in (Kind.ANSWER, Kind.UNANSWERABLE):
        first = [(chunk, None) for chunk in cited]
    ranked = tuple(
        Ranked(rank, score, outcome.gold.get(chunk, 0), chunk in cited, passages[chunk])
        for rank, (chunk, score) in enumerate(first, 1)
    )
    places = {chunk: rank for rank, (chunk, _) in enumerate(outcome.ranking, 1)}
    missed = tuple(
        Ranked(places.get(chunk), None, grade, chunk in cited, passages[chunk])
        for chunk, grade in outcome.gold.items()
        if places.get(chunk, RANKS + 1) > RANKS
    )
    lacking = tuple(fact.fact for fact in outcome.facts if fact.vital and not fact.held)
    return Failing(outcome, reasons, lacking, ranked, missed)
