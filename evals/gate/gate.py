"""Significant drops of a run below the baseline.

A drop counts when it is unlikely to be chance (paired randomisation, one-sided, Holm's correction
over all figures tested at once) and large enough to matter. Figures over all cases and figures of
single sections are two families, so that many small sections do not blunt the test of the whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.errors import CaseError
from evals.gate.baseline import Baseline, rounded
from evals.measure.outcome import Run
from evals.results.values import by_group, headline_values
from evals.stats.randomisation import Comparison, compare, enough_draws, holm

LEAST = 0.005
"""Drop over all cases that matters, however certain."""

LEAST_IN_SECTION = 0.02

_Values = Mapping[str, Mapping[str, float]]
_Member = tuple[str | None, _Values]
"""A section, None for all cases, with its headline values."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """A case that is worth less than it was."""

    case: str
    question: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Drop:
    """A headline that has dropped, over all cases or in one section, and the cases that fell."""

    headline: str
    section: str | None
    comparison: Comparison
    fallen: tuple[Fallen, ...]


def drops(baseline: Baseline, run: Run) -> list[Drop]:
    """Every significant drop, those over all cases first; empty if the run may pass.

    Raises:
        CaseError: if the run lacks cases of the baseline.
    """
    _check_cases(baseline, run)
    everywhere: list[_Member] = [(None, headline_values(run.outcomes))]
    by_section: list[_Member] = [
        (section, headline_values(of)) for section, of in by_group(run.outcomes, "section").items()
    ]
    return [
        *_dropped(baseline.values, everywhere, run, LEAST),
        *_dropped(baseline.values, by_section, run, LEAST_IN_SECTION),
    ]


def _dropped(before: _Values, family: Sequence[_Member], run: Run, least: float) -> Iterator[Drop]:
    """The significant drops among one family of figures."""
    pairs = [
        (name, section, before.get(name, {}), now)
        for section, values in family
        for name, now in rounded(values).items()
    ]
    draws = enough_draws(len(pairs))
    tested = []
    for name, section, then, now in pairs:
        if comparison := compare(then, now, draws):
            tested.append((name, section, comparison, then, now))
    significant = holm([comparison.p_drop for _, _, comparison, _, _ in tested])
    for (name, section, comparison, then, now), certain in zip(tested, significant, strict=True):
        if certain and comparison.difference <= -least:
            yield Drop(name, section, comparison, _fallen(then, now, run))


def _fallen(
    before: Mapping[str, float], after: Mapping[str, float], run: Run
) -> tuple[Fallen, ...]:
    """The cases that fell, furthest first."""
    questions = {outcome.case: outcome.question for outcome in reversed(run.outcomes)}
    cases = [case for case in after if case in before and after[case] < before[case]]
    cases.sort(key=lambda case: after[case] - before[case])
    return tuple(Fallen(case, questions[case], before[case], after[case]) for case in cases)


def _check_cases(baseline: Baseline, run: Run) -> None:
    measured = {outcome.case for outcome in run.outcomes}
    known = {case for of in baseline.values.values() for case in of}
    missing = sorted(known - measured)
    if missing:
        raise CaseError(
            f"{len(missing)} cases of the baseline were not measured ({', '.join(missing[:3])} …); "
            "if the cases were changed on purpose, with the same options: "
            "viva eval baseline --reason …"
        )
