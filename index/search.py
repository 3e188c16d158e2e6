"""A query to ranked Hits, over the live generation of a home."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.analyse import terms
from index.encoder import Encoded, Encoder
from index.feedback import refined_query
from index.fusion import convex, share_of_best
from index.generation import Generation, current_name, open_generation
from index.home import Home
from index.late import best_matches, late_interaction, piece_weights
from index.spelling import mend
from index.types import NO_FILTERS, Filters, Hit
from index.update import fingerprint

DEPTH = 200
"""Candidates taken from each signal before fusion."""

RERANKED = 50
"""Candidates that late interaction looks at; 100 gain nothing (see evals/README.md)."""

LATE_WEIGHT = 0.5
"""Of late interaction in the final score."""

_DIGITS = 6

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of the candidates of one query.

    Attributes:
        candidates: positions of chunks, [n] int64, no order implied.
        cosine: of query and chunk vectors, [n] float64.
        bm25: raw scores, [n] float64.
        late: late interaction, [n] float64; NaN for candidates that it did not look at.
        refined: cosine with the query after feedback, [n] float64.
    """

    candidates: npt.NDArray[np.int64]
    cosine: Scores
    bm25: Scores
    late: Scores
    refined: Scores


Fusion = Callable[[Signals], Scores]
"""Scores [n] for the candidates of a query; a candidate with the score -inf is left out."""


def hybrid(signals: Signals) -> Scores:
    """The fusion that Viva answers with; what was not reranked follows what was."""
    fused = convex(signals.refined, signals.bm25)
    reranked = (1 - LATE_WEIGHT) * fused + LATE_WEIGHT * signals.late
    return np.where(np.isnan(signals.late), fused - 1, reranked)


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

    def mended(self, query: str, generation: Generation) -> str:
        """The query with the words mended that nothing in the library holds, if they are slips."""
        known = generation.lexical.vocabulary
        return mend(
            query,
            generation.words,
            known=lambda word: any(term in known for term in terms(word)),
            pieces=self.encoder.count,
        )

    def signals(self, query: str, filters: Filters, generation: Generation) -> Signals:
        """The union of the best candidates by each signal, each with all scores."""
        query = self.mended(query, generation)
        allowed = _allowed(generation, filters)
        if generation.dense is None or (allowed is not None and not len(allowed)):
            nothing = np.empty(0)
            return Signals(np.empty(0, np.int64), nothing, nothing, nothing, nothing)
        bm25 = generation.lexical.scores(terms(query))
        encoded = self.encoder.encode_query(query)
        near = generation.dense.nearest(encoded.vector, DEPTH, allowed)
        candidates = np.union1d(near, _best(bm25, DEPTH, allowed))
        vectors = generation.dense.vectors(candidates)
        cosine = _dot(vectors, encoded)
        fused = convex(cosine, bm25[candidates])
        late = _late(encoded, candidates, fused, generation)
        looked_at = ~np.isnan(late)
        provisional = (1 - LATE_WEIGHT) * fused[looked_at] + LATE_WEIGHT * late[looked_at]
        refined = refined_query(encoded.vector, vectors[looked_at], provisional)
        return Signals(
            candidates, cosine, bm25[candidates], late, np.asarray(vectors @ refined, np.float64)
        )


def rank(signals: Signals, fusion: Fusion, k: int, generation: Generation) -> list[Hit]:
    """The `k` best candidates, best first; ties fall to the earlier passage."""
    # Equal passages differ in the last digits of float32, by the row of the matrix they stand in.
    scores = fusion(signals).round(_DIGITS)
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
                "late": float(np.nan_to_num(signals.late[i])),
                "feedback": float(signals.refined[i] - signals.cosine[i]),
            },
            tokens=None
            if np.isnan(signals.late[i])
            else generation.tokens.tokens_of(signals.candidates[i]),
        )
        for place, i in enumerate(order, 1)
        if np.isfinite(scores[i])
    ]


def _late(
    query: Encoded, candidates: npt.NDArray[np.int64], fused: Scores, generation: Generation
) -> Scores:
    """Late interaction with the candidates that are best by `fused`; NaN for the others."""
    best = np.argsort(-fused, kind="stable")[:RERANKED]
    passages = [generation.tokens.tokens_of(candidates[i]) for i in best]
    weights = piece_weights(query.pieces, generation.tokens.frequencies, len(generation.chunks))
    late = np.full(len(candidates), np.nan)
    late[best] = late_interaction(best_matches(query.tokens, passages), weights)
    return late


def _allowed(generation: Generation, filters: Filters) -> npt.NDArray[np.int64] | None:
    """Positions of the chunks that pass the filters; None when there are no filters."""
    if not filters:
        return None
    passing = [i for i, chunk in enumerate(generation.chunks) if filters.admit(chunk)]
    return np.array(passing, dtype=np.int64)


def _best(
    scores: Scores, depth: int, allowed: npt.NDArray[np.int64] | None
) -> npt.NDArray[np.int64]:
    """Positions of the `depth` highest positive scores among those allowed."""
    positive = np.flatnonzero(scores > 0)
    if allowed is not None:
        positive = np.intersect1d(positive, allowed)
    if len(positive) <= depth:
        return positive
    return positive[np.argpartition(-scores[positive], depth)[:depth]]


def _dot(vectors: npt.NDArray[np.float32], query: Encoded) -> Scores:
    return np.asarray(vectors @ query.vector, dtype=np.float64)
