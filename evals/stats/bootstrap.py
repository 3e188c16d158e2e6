"""Confidence intervals by the bootstrap (Efron 1979): cases are drawn again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

SAMPLES = 2000
_LEVEL = 0.95
_SEED = 20_240_101


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % confidence interval over `n` cases."""

    mean: float
    low: float
    high: float
    n: int


def interval(values: Mapping[str, float]) -> Interval | None:
    """The mean over cases and the percentile interval of its bootstrap; None without cases.

    The same values give the same interval, since the draws are seeded.
    """
    if not values:
        return None
    row = np.fromiter(values.values(), dtype=np.float64)
    means = _draws(len(row)) @ row
    low, high = np.quantile(means, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Interval(float(row.mean()), float(low), float(high), len(row))


@lru_cache(maxsize=8)
def _draws(n: int) -> npt.NDArray[np.float64]:
    """How often each of `n` cases is drawn, as weights; [SAMPLES, n], rows sum to one."""
    rng = np.random.default_rng(_SEED)
    return rng.multinomial(n, np.full(n, 1 / n), size=SAMPLES) / n
