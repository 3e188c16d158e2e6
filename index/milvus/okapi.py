"""BM25 of the passages that Milvus has found, by the same formula as the local index.

Milvus's own BM25 finds the candidates, but its scores rest on what each segment holds, deleted rows
included, and it gives none to candidates that only the vectors have found. From each candidate's
terms and the statistics of the generation, all get the score that rank_bm25's `BM25Okapi` would
give them (`index.lexical`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.backend import Scores
from index.files import write_array
from index.lexical import K1, B

EPSILON = 0.25
"""Of the mean idf: what terms in more than half of all passages count, as in `BM25Okapi`."""

_TERMS, _IDF = "terms.json", "idf.npy"


@dataclass(frozen=True, slots=True)
class Okapi:
    """The statistics of a generation.

    Attributes:
        idf: of every term.
        mean_length: of the passages, in terms.
    """

    idf: Mapping[str, float]
    mean_length: float

    def scores(self, query: Sequence[str], passages: Sequence[Sequence[str]]) -> Scores:
        """BM25 of passages by their terms, [n_passages] float64."""
        asked = Counter(term for term in query if term in self.idf)
        return np.array([self._score(asked, passage) for passage in passages], dtype=np.float64)

    def _score(self, asked: Mapping[str, int], passage: Sequence[str]) -> float:
        counts = Counter(term for term in passage if term in asked)
        penalty = K1 * (1 - B + B * len(passage) / self.mean_length)
        return sum(
            asked[term] * self.idf[term] * count * (K1 + 1) / (count + penalty)
            for term, count in counts.items()
        )

    def save(self, folder: Path) -> list[str]:
        """Writes the statistics; returns the names of their files."""
        (folder / _TERMS).write_text(json.dumps(list(self.idf)), encoding="utf-8")
        write_array(folder / _IDF, np.array([self.mean_length, *self.idf.values()]))
        return [_TERMS, _IDF]


def fit_okapi(passages: Iterable[Sequence[str]]) -> Okapi:
    """The statistics of passages, given the terms of each.

    ``idf = log(N - n + 0.5) - log(n + 0.5)``; where that is negative, `EPSILON` times the mean.
    """
    holding: Counter[str] = Counter()
    number = total = 0
    for passage in passages:
        holding.update(set(passage))
        number += 1
        total += len(passage)
    n = np.fromiter(holding.values(), float, len(holding))
    idf = np.log(number - n + 0.5) - np.log(n + 0.5)
    common = EPSILON * float(idf.mean()) if len(idf) else 0.0
    raised = np.where(idf < 0, common, idf).tolist()
    return Okapi(dict(zip(holding, raised, strict=True)), total / number if total else 1.0)


def load_okapi(folder: Path) -> Okapi:
    """Reads what `Okapi.save` wrote."""
    terms = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
    mean_length, *idf = np.load(folder / _IDF).tolist()
    return Okapi(dict(zip(terms, idf, strict=True)), mean_length)
