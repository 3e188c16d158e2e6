"""Whether two systems differ on the same cases: the paired randomisation test.

Fisher's test, as Smucker, Allan and Carterette (2007, "A Comparison of Statistical Significance
Tests for Information Retrieval Evaluation", CIKM) recommend it: were the two alike, each case's
difference could as well have had the other sign.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.stats.bootstrap import interval

DRAWS = 10_000
"""Assignments of signs that are drawn at least, and at once."""

_LEVEL = 0.05
_EXTREME = 20
"""Draws as extreme as what was seen that tell its p well enough (Besag and Clifford 1991)."""

_SEED = 20_240_102
_SAME = 1e-12

Floats = npt.NDArray[np.float64]


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


def enough_draws(tests: int) -> int:
    """With which the least p lies well below what Holm's first step over so many tests asks."""
    return max(DRAWS, math.ceil(_EXTREME * tests / _LEVEL))


def compare(
    before: Mapping[str, float], after: Mapping[str, float], draws: int = DRAWS
) -> Comparison | None:
    """Compares two systems case by case; None if they have no case in common.

    Args:
        before: case to value.
        after: the same of the other system.
        draws: assignments of signs, at most; see `enough_draws` where many tests are made at once.
    """
    names = [name for name in before if name in after]
    if not names:
        return None
    first = np.array([before[name] for name in names])
    second = np.array([after[name] for name in names])
    differences = second - first
    between = interval(dict(zip(names, differences.tolist(), strict=True)))
    assert between is not None  # noqa: S101
    p, p_drop = _p_values(differences, draws)
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


def holm(p_values: Sequence[float], level: float = _LEVEL) -> list[bool]:
    """Which hypotheses are rejected when so many are tested at once (Holm 1979)."""
    rejected = [False] * len(p_values)
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    for place, i in enumerate(order):
        if p_values[i] > level / (len(p_values) - place):
            break
        rejected[i] = True
    return rejected


def _p_values(differences: Floats, draws: int) -> tuple[float, float]:
    """Of a difference either way, and of a drop.

    Exact where the assignments of signs are no more than the draws. Else the signs observed count
    as one draw, and drawing ends early where a drop is common enough to know its p.
    """
    changed = differences[np.abs(differences) > _SAME]
    observed = float(changed.sum())
    if len(changed) <= math.log2(draws):
        both, down = _extreme(_every_sum(changed), observed)
        return both / 2 ** len(changed), down / 2 ** len(changed)
    rng = np.random.default_rng(_SEED)
    done = either = drop = 0
    while done < draws and drop < _EXTREME:
        size = min(DRAWS, draws - done)
        signs = 2.0 * rng.integers(0, 2, size=(size, len(changed))) - 1
        both, down = _extreme(signs @ changed, observed)
        done, either, drop = done + size, either + both, drop + down
    return (either + 1) / (done + 1), (drop + 1) / (done + 1)


def _every_sum(values: Floats) -> Floats:
    """[2 ** n_values] the sums of the values under each assignment of signs."""
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums - value, sums + value])
    return sums


def _extreme(sums: Floats, observed: float) -> tuple[int, int]:
    """How many sums are as far from zero as the one observed, and how many as low."""
    far = np.abs(sums) >= abs(observed) - _SAME
    return int(np.count_nonzero(far)), int(np.count_nonzero(sums <= observed + _SAME))


def _effect(differences: Floats) -> float | None:
    mean = float(differences.mean())
    if abs(mean) <= _SAME:
        return 0.0
    spread = float(differences.std(ddof=1)) if len(differences) > 1 else 0.0
    return mean / spread if spread > _SAME else None
