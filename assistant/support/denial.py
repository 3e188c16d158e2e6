"""How far a sentence affirms what its passages deny, or denies what they affirm."""

import math

import numpy as np

from assistant.support.align import Comparison
from assistant.support.polarity import is_negator

_SURE = 3


def denial(compared: Comparison) -> float:
    """In [0, 1]: how surely a clause is denied on one side alone.

    The geometric mean over both directions, from the sentence to the passages and back, so that
    neither a negation that the other side does not speak of nor one of many clauses counts.
    """
    if not compared.sentence.words or not compared.passage.words:
        return 0.0
    return math.sqrt(_one_way(compared) * _one_way(compared.flipped))


def _one_way(compared: Comparison) -> float:
    """The strongest of the left side's clauses.

    A clause is denied otherwise as far as the attention of its words goes to words of the other
    polarity, opposites the other way round; that counts as far as its words have a match at all.
    """
    left, right = compared.sentence, compared.passage
    other = left.denied[:, None] ^ right.denied[None, :] ^ (compared.relations == -1)
    otherwise = (compared.attention * other).sum(axis=1)
    matched = (compared.attention * compared.close).sum(axis=1)
    clauses = np.array([word.clause for word in left.words])
    speaks = np.array([not is_negator(word) for word in left.words], dtype=bool)
    strongest = 0.0
    for clause in np.unique(clauses[speaks]):
        rows = speaks & (clauses == clause)
        weights = matched[rows] ** 2
        if not weights.any():
            continue
        share = float(weights @ otherwise[rows] / weights.sum())
        sure = min(1.0, (_SURE + rows.sum()) / (2 * _SURE))
        strongest = max(strongest, share * float(matched[rows].mean()) * sure)
    return strongest
