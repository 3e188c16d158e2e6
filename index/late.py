"""Late interaction: a query's word pieces each look for their best match in a passage.

MaxSim (Khattab and Zaharia 2020, "ColBERT", SIGIR) over the sentence encoder's own token vectors,
without any training for it. A query piece counts by the root of its idf, so that ``lora`` weighs
more than ``what``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from index.tokens import STEPS, Floats, Tokens

Scores = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def piece_frequencies(passages: Iterable[npt.NDArray[np.integer]]) -> Counts:
    """In how many passages each piece of the vocabulary occurs, [largest piece + 1] int64.

    Args:
        passages: the pieces of each.
    """
    counts: Counter[int] = Counter()
    for pieces in passages:
        counts.update(np.unique(pieces).tolist())
    held = np.zeros(max(counts, default=-1) + 1, dtype=np.int64)
    held[list(counts)] = list(counts.values())
    return held


def piece_weights(pieces: npt.NDArray[np.int64], frequencies: Counts, n_passages: int) -> Floats:
    """The root of each piece's ``log(1 + (N - n + 0.5) / (n + 0.5))``, [n_pieces] float32."""
    known = np.zeros(len(pieces))
    seen = pieces < len(frequencies)
    known[seen] = frequencies[pieces[seen]]
    idf = np.log(1 + (n_passages - known + 0.5) / (known + 0.5))
    return np.sqrt(idf).astype(np.float32)


def best_matches(query: Floats, passages: Sequence[Tokens]) -> Floats:
    """The cosine of each query piece with its best match in each passage.

    Args:
        query: [n_pieces, width] float32, unit rows.
        passages: the tokens of each.

    Returns:
        [n_pieces, n_passages] float32; a passage without tokens matches nothing (zero).
    """
    matches = np.zeros((len(query), len(passages)), dtype=np.float32)
    filled = [i for i, tokens in enumerate(passages) if len(tokens)]
    if not filled or not len(query):
        return matches
    vectors = np.concatenate([passages[i].vectors for i in filled])
    cosines = query @ vectors.astype(np.float32).T / np.float32(STEPS)
    firsts = np.cumsum([0, *(len(passages[i]) for i in filled[:-1])])
    matches[:, filled] = np.maximum.reduceat(cosines, firsts, axis=1)
    return matches


def late_interaction(matches: Floats, weights: Floats) -> Scores:
    """The weighted mean of each passage's best matches, [n_passages] float64.

    Args:
        matches: [n_pieces, n_passages], as `best_matches` returns them.
        weights: [n_pieces], none negative.
    """
    total = float(weights.sum())
    if total == 0:
        return np.zeros(matches.shape[1])
    return np.asarray(weights @ matches / total, dtype=np.float64)
