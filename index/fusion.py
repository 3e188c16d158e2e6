"""From two signals to one score.

Scores are fused, not ranks: a convex combination keeps how much better one passage is than the
next, which reciprocal ranks throw away (Bruch, Gai and Ingber 2023, "An Analysis of Fusion
Functions for Hybrid Retrieval", ACM TOIS 42(1)).
"""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]

DENSE_WEIGHT = 0.8
"""Chosen on public test sets with the bundled encoder; 0.7 to 0.9 differ by less than a point."""


def convex(cosine: Scores, bm25: Scores, weight: float = DENSE_WEIGHT) -> Scores:
    """``weight * cosine + (1 - weight) * bm25 / max(bm25)``, [n_candidates].

    BM25 is clipped at zero, since it turns negative on libraries of a few passages; where no
    candidate scores above zero, it contributes nothing.
    """
    return weight * cosine + (1 - weight) * share_of_best(bm25)


def share_of_best(bm25: Scores) -> Scores:
    """Scores clipped at zero and divided by the largest of them; zeros where none is positive."""
    clipped = np.maximum(bm25, 0.0)
    best = clipped.max(initial=0.0)
    return clipped / best if best > 0 else clipped
