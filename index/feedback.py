"""Pseudo-relevance feedback: the query moved towards the passages that answer it best so far.

Rocchio's formula (1971, "Relevance Feedback in Information Retrieval") on sentence vectors, as Li,
Mourad, Zhuang, Koopman and Zuccon (2023, "Pseudo Relevance Feedback with Deep Language Models and
Dense Retrievers", ACM TOIS 41(3)) apply it to dense retrieval. Here a passage counts the more, the
nearer its score is to the best, so that a single clear answer is hardly diluted.
"""

import numpy as np
import numpy.typing as npt

from index.tokens import Floats, unit

Scores = npt.NDArray[np.float64]

PASSAGES = 5
WEIGHT = 0.8
TEMPERATURE = 0.02
"""Chosen on the development sets; see evals/README.md."""


def refined_query(query: Floats, passages: Floats, scores: Scores) -> Floats:
    """``query + WEIGHT * weighted mean of the best passages``, of length one.

    Args:
        query: [dim] float32, of length one.
        passages: [n, dim] float32, unit rows.
        scores: [n], by which the best `PASSAGES` are chosen and weighted.
    """
    best = np.argsort(-scores, kind="stable")[:PASSAGES]
    if not len(best):
        return query
    weights = np.exp((scores[best] - scores[best[0]]) / TEMPERATURE)
    mean = (weights / weights.sum()).astype(np.float32) @ passages[best]
    refined: Floats = unit(query + np.float32(WEIGHT) * mean)
    return refined
