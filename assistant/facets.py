"""What else a question asks in the same breath: ``What is dropout, and why does it help?``."""

import re

import numpy as np

from index.encoder import Encoded
from index.tokens import Floats

BESIDES = re.compile(
    r"(?:[,?]|,?\s+(?:and|but|or))\s+(?=(?:how|what|when|where|which|who|why)\b)", re.IGNORECASE
)
"""What stands between the things that are asked."""


def facets(question: str, encoded: Encoded, weights: Floats) -> Floats:
    """What the word pieces of a question weigh in each of the things that it asks.

    Args:
        question: one, in which several things may be asked.
        encoded: the question.
        weights: [n_pieces or more], of its pieces and those of what it leans on.

    Returns:
        [n_facets, len(weights)] float32, rows that add up to one; no rows where one thing is asked.
    """
    breaks = list(BESIDES.finditer(question))
    starts = [0, *(each.end() for each in breaks)]
    ends = [*(each.start() for each in breaks), len(question)]
    rows = np.zeros((len(starts) if breaks else 0, len(weights)), dtype=np.float32)
    first, last = encoded.spans.T
    for row, start, end in zip(rows, starts, ends, strict=False):
        inside = np.flatnonzero((first >= start) & (last <= end))
        row[inside] = weights[inside]
    says = rows.sum(axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(says, np.float32(1e-9)))
