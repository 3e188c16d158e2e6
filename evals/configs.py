"""The rankings compared: each signal alone, fused, reranked, and what Viva answers with."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.fusion import convex as convex_scores
from index.search import Fusion, Signals, hybrid

Scores = npt.NDArray[np.float64]

RRF_K = 60


def bm25(signals: Signals) -> Scores:
    """BM25 alone; passages that share no term with the query are left out."""
    return np.where(signals.bm25 > 0, signals.bm25, -np.inf)


def dense(signals: Signals) -> Scores:
    """Cosine alone."""
    return signals.cosine


def rrf(signals: Signals) -> Scores:
    """Reciprocal rank fusion, ``1/(60 + rank)`` summed (Cormack, Clarke and Buettcher, SIGIR 2009).

    The usual default of hybrid search; here for comparison only.
    """
    fused = np.zeros(len(signals.candidates))
    for scores in (signals.cosine, bm25(signals)):
        order = np.lexsort((signals.candidates, -scores))
        ranks = np.empty(len(order))
        ranks[order] = np.arange(1, len(order) + 1)
        fused += np.where(np.isfinite(scores), 1 / (RRF_K + ranks), 0.0)
    return fused


def convex(signals: Signals) -> Scores:
    """Scores fused, without late interaction and without feedback."""
    return convex_scores(signals.cosine, signals.bm25)


def late(signals: Signals) -> Scores:
    """Scores fused and reranked by late interaction, without feedback."""
    return hybrid(replace(signals, refined=signals.cosine))


def no_bm25(signals: Signals) -> Scores:
    """What Viva answers with, BM25 left out of the last score; it still chooses candidates."""
    return hybrid(replace(signals, bm25=np.zeros_like(signals.bm25)))


def no_late(signals: Signals) -> Scores:
    """What Viva answers with, late interaction left out of the last score; feedback has it."""
    return hybrid(replace(signals, late=np.full_like(signals.late, np.nan)))


CONFIGS: Mapping[str, Fusion] = {
    "bm25": bm25,
    "dense": dense,
    "rrf": rrf,
    "convex": convex,
    "late": late,
    "hybrid": hybrid,
}
"""What is compared everywhere."""

PARTS_OFF: Mapping[str, Fusion] = {"hybrid, no bm25": no_bm25, "hybrid, no late": no_late}
"""What is worth a look in an ablation alone."""
