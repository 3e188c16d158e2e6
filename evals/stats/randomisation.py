"""Whether two systems differ on the same cases: the paired randomisation test.

Fisher's test, as Smucker, Allan and Carterette (2007, "A Comparison of Statistical Significance
Tests for Information Retrieval Evaluation", CIKM) recommend it: were the two alike, each case's
difference could as well have had the other sign.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.stats.bootstrap import interval

DRAWS = 10_000
_SEED = 20_240_102
_SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the cases that both were measured on.

    Attributes:
        before, after: means over these cases.
        low, high: 95 % confidence interval of the difference, after less before.
        p: of so large a difference either way, were the two alike.
        p_drop: of so large a drop.
        effect: the mean difference over its standard deviation (Cohen's d for pairs); 0 where no
            case differs, None where all differ by the same.
    """

    n: int
    before: float
    after: float
    low: float
    high: float
    p: float
    p_drop: float
    effect: float | None

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before


def compare(before: Mapping[str, float], after: Mapping[str, float]) -> Comparison | None:
    """Compares two systems case by case; None if they have no case in common."""
    names = [name for name in before if name in after]
    if not names:
        return None
    first = np.array([before[name] for name in names])
    second = np.array([after[name] for name in names])
    differences = second - first
    between = interval(dict(zip(names, differences.tolist(), strict=True)))
    assert between is not None  # noqa: S101
    p, p_drop = _p_values(differences)
    return Comparison(
        n=len(names),
        before=float(first.mean()),
        after=float(second.mean()),
        low=between.low,
        high=between.high,
        p=p,
        p_drop=p_drop,
        effect=_effect(differences),
    )


def holm(p_values: Sequence[float], level: float = 0.05) -> list[bool]:
    """Which hypotheses are rejected when so many are tested at once (Holm 1979)."""
    rejected = [False] * len(p_values)
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    for place, i in enumerate(order):
        if p_values[i] > level / (len(p_values) - place):
            break
        rejected[i] = True
    return rejected


def _p_values(differences: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Of a difference either way, and of a drop; the observed signs count as one draw."""
    changed = differences[np.abs(differences) > _SAME]
    if not len(changed):
        return 1.0, 1.0
    rng = np.random.default_rng(_SEED)
    signs = 2.0 * rng.integers(0, 2, size=(DRAWS, len(changed))) - 1
    drawn, observed = signs @ changed, changed.sum()
    either = int(np.count_nonzero(np.abs(drawn) >= abs(observed) - _SAME))
    drop = int(np.count_nonzero(drawn <= observed + _SAME))
    return (either + 1) / (DRAWS + 1), (drop + 1) / (DRAWS + 1)


def _effect(differences: npt.NDArray[np.float64]) -> float | None:
    mean = float(differences.mean())
    if abs(mean) <= _SAME:
        return 0.0
    spread = float(differences.std(ddof=1)) if len(differences) > 1 else 0.0
    return mean / spread if spread > _SAME else None
