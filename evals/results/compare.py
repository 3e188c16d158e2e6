"""Two runs side by side: what was set otherwise, which figures differ, and which questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evals.measure.outcome import Outcome, Run
from evals.results.values import headline_values
from evals.stats.randomisation import Comparison, compare

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """A question with different scores in the two runs.

    Attributes:
        scores: metric to values in the first and the second run; None where it does not apply.
        size: the largest difference of any of them.
    """

    before: Outcome
    after: Outcome
    scores: Mapping[str, tuple[float | None, float | None]]
    size: float


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed from one run to another.

    Attributes:
        about: settings that differ, with both values.
        headlines: name to comparison over the cases in common.
        changes: questions that score otherwise, most changed first.
        only: ids of questions that just one of the runs has.
    """

    about: Mapping[str, tuple[Any, Any]]
    headlines: Mapping[str, Comparison]
    changes: tuple[Change, ...]
    only: tuple[str, ...]


def compare_runs(first: Run, second: Run) -> Compared:
    """What changed from the first run to the second."""
    keys = dict.fromkeys([*first.about, *second.about])
    about = {key: (first.about.get(key), second.about.get(key)) for key in keys}
    then, now = headline_values(first.outcomes), headline_values(second.outcomes)
    headlines = {name: compare(then[name], now[name]) for name in then if name in now}
    before = {outcome.id: outcome for outcome in first.outcomes}
    after = {outcome.id: outcome for outcome in second.outcomes}
    changes = [_change(before[name], after[name]) for name in before if name in after]
    return Compared(
        about={key: pair for key, pair in about.items() if pair[0] != pair[1]},
        headlines={name: found for name, found in headlines.items() if found},
        changes=tuple(sorted((c for c in changes if c.size > 0), key=lambda c: -c.size)),
        only=tuple(sorted(before.keys() ^ after.keys())),
    )


def _change(before: Outcome, after: Outcome) -> Change:
    names = dict.fromkeys([*before.scores, *after.scores])
    pairs = {name: (before.scores.get(name), after.scores.get(name)) for name in names}
    changed = {name: pair for name, pair in pairs.items() if _distance(*pair) > _SAME}
    return Change(before, after, changed, max((_distance(*p) for p in changed.values()), default=0))


def _distance(before: float | None, after: float | None) -> float:
    """How far two scores are apart; a metric that applies to one side alone counts as one."""
    if before is None or after is None:
        return float(before is not after)
    return abs(after - before)
