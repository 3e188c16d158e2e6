"""A query to ranked Hits, over the live generation of a home."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.analyse import terms
from index.encoder import Encoder
from index.fusion import convex, share_of_best
from index.generation import Generation, current_name, open_generation
from index.home import Home
from index.types import NO_FILTERS, Filters, Hit
from index.update import fingerprint

DEPTH = 200
"""Candidates taken from each signal before fusion."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of the candidates of one query.

    Attributes:
        candidates: positions of chunks, [n] int64, no order implied.
        cosine: of query and chunk vectors, [n] float64.
        bm25: raw scores, [n] float64.
    """

    candidates: npt.NDArray[np.int64]
    cosine: npt.NDArray[np.float64]
    bm25: npt.NDArray[np.float64]


Fusion = Callable[[Signals], npt.NDArray[np.float64]]
"""Scores [n] for the candidates of a query; a candidate with the score -inf is left out."""


def hybrid(signals: Signals) -> npt.NDArray[np.float64]:
    """The fusion that Viva answers with."""
    return convex(signals.cosine, signals.bm25)


class Searcher:
    """Searches the live generation of a home; looks for a newer one at each query.

    Raises:
        IndexMissing, IndexStale, IndexDamaged: at the first use, as `open_generation` does.
    """

    def __init__(self, home: Home, encoder: Encoder) -> None:
        self.encoder = encoder
        self._home = home
        self._opened: Generation | None = None

    @property
    def generation(self) -> Generation:
        """The live generation; hold on to it for the length of one question."""
        opened = self._opened
        if opened is None or opened.name != current_name(self._home.index):
            opened = open_generation(self._home.index, fingerprint(self.encoder))
            self._opened = opened
        return opened

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters = NO_FILTERS,
        fusion: Fusion = hybrid,
        generation: Generation | None = None,
    ) -> list[Hit]:
        """The `k` best passages for a query, best first; ties fall to the earlier passage."""
        generation = generation or self.generation
        return rank(self.signals(query, filters, generation), fusion, k, generation)

    def signals(self, query: str, filters: Filters, generation: Generation) -> Signals:
        """The union of the best candidates by each signal, each with both scores."""
        allowed = _allowed(generation, filters)
        bm25 = generation.lexical.scores(terms(query))
        if generation.dense is None or (allowed is not None and not len(allowed)):
            return Signals(np.empty(0, np.int64), np.empty(0), np.empty(0))
        vector = self.encoder.encode_one(query)
        near = generation.dense.nearest(vector, DEPTH, allowed)
        candidates = np.union1d(near, _best(bm25, DEPTH, allowed))
        return Signals(candidates, generation.dense.cosines(vector, candidates), bm25[candidates])


def rank(signals: Signals, fusion: Fusion, k: int, generation: Generation) -> list[Hit]:
    """The `k` best candidates, best first; ties fall to the earlier passage."""
    scores = fusion(signals)
    order = np.lexsort((signals.candidates, -scores))[:k]
    shares = share_of_best(signals.bm25)
    return [
        Hit(
            chunk=generation.chunks[signals.candidates[i]],
            score=float(scores[i]),
            rank=place,
            parts={
                "cosine": float(signals.cosine[i]),
                "bm25": float(signals.bm25[i]),
                "bm25_share": float(shares[i]),
            },
        )
        for place, i in enumerate(order, 1)
        if np.isfinite(scores[i])
    ]


def _allowed(generation: Generation, filters: Filters) -> npt.NDArray[np.int64] | None:
    """Positions of the chunks that pass the filters; None when there are no filters."""
    if not filters:
        return None
    passing = [i for i, chunk in enumerate(generation.chunks) if filters.admit(chunk)]
    return np.array(passing, dtype=np.int64)


def _best(
    scores: npt.NDArray[np.float64], depth: int, allowed: npt.NDArray[np.int64] | None
) -> npt.NDArray[np.int64]:
    """Positions of the `depth` highest positive scores among those allowed."""
    positive = np.flatnonzero(scores > 0)
    if allowed is not None:
        positive = np.intersect1d(positive, allowed)
    if len(positive) <= depth:
        return positive
    return positive[np.argpartition(-scores[positive], depth)[:depth]]
