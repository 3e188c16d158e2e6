"""A query to ranked Hits, over the live generation of a home."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.analyse import terms
from index.backend import Generation, Ids, Scores
from index.collect import current_name
from index.encoder import Encoded, Encoder
from index.feedback import refined_query
from index.fusion import convex, share_of_best
from index.generation import Fingerprint, open_generation
from index.home import Home
from index.late import best_matches, late_interaction, piece_weights
from index.spelling import mend
from index.store import store_of
from index.tokens import Tokens
from index.types import NO_FILTERS, Filters, Hit
from index.update import fingerprint

RERANKED = 50
"""Candidates that late interaction looks at; 100 gain nothing (see evals/README.md)."""

LATE_WEIGHT = 0.5
"""Of late interaction in the final score."""

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of the candidates of one query.

    Attributes:
        candidates: ids of passages within their generation, [n] int64, no order implied.
        cosine: of query and chunk vectors, [n] float64.
        bm25: raw scores, [n] float64.
        late: late interaction, [n] float64; NaN for candidates that it did not look at.
        refined: cosine with the query after feedback, [n] float64.
        tokens: the word pieces of the candidates that late interaction looked at, by id.
    """

    candidates: Ids
    cosine: Scores
    bm25: Scores
    late: Scores
    refined: Scores
    tokens: Mapping[int, Tokens] = field(default_factory=dict)


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
        self._store = store_of(home)
        self._opened: Generation | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """What an index must have been made with to be searched."""
        return fingerprint(self.encoder, self._store)

    @property
    def generation(self) -> Generation:
        """The live generation; hold on to it for the length of one question."""
        opened = self._opened
        if opened is None or opened.name != current_name(self._home.index):
            opened = open_generation(self._home.index, self.fingerprint)
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
        return mend(
            query,
            generation.words,
            known=lambda word: any(map(generation.knows, terms(word))),
            pieces=self.encoder.count,
        )

    def signals(self, query: str, filters: Filters, generation: Generation) -> Signals:
        """The union of the best candidates by each signal, each with all scores."""
        query = self.mended(query, generation)
        encoded = self.encoder.encode_query(query)
        found = generation.candidates(encoded.vector, terms(query), filters)
        if not len(found.ids):
            nothing = np.empty(0)
            return Signals(found.ids, nothing, nothing, nothing, nothing)
        cosine = np.asarray(found.vectors @ encoded.vector, np.float64)
        fused = convex(cosine, found.bm25)
        best = np.argsort(-fused, kind="stable")[:RERANKED]
        passages = generation.tokens_at(found.ids[best])
        late = np.full(len(fused), np.nan)
        late[best] = _late(encoded, passages, generation)
        provisional = (1 - LATE_WEIGHT) * fused[best] + LATE_WEIGHT * late[best]
        refined = refined_query(encoded.vector, found.vectors[best], provisional)
        return Signals(
            candidates=found.ids,
            cosine=cosine,
            bm25=found.bm25,
            late=late,
            refined=np.asarray(found.vectors @ refined, np.float64),
            tokens=dict(zip(found.ids[best].tolist(), passages, strict=True)),
        )


def rank(signals: Signals, fusion: Fusion, k: int, generation: Generation) -> list[Hit]:
    """The `k` best candidates, best first; ties fall to the earlier passage."""
    # Equal passages differ in the last digits of float32, by the row of the matrix they stand in.
    scores = fusion(signals).round(_DIGITS)
    order = np.lexsort((signals.candidates, -scores))[:k]
    order = order[np.isfinite(scores[order])]
    shares = share_of_best(signals.bm25)
    chunks = generation.chunks_at(signals.candidates[order])
    return [
        Hit(
            chunk=chunk,
            score=float(scores[i]),
            rank=place,
            parts={
                "cosine": float(signals.cosine[i]),
                "bm25": float(signals.bm25[i]),
                "bm25_share": float(shares[i]),
                "late": float(np.nan_to_num(signals.late[i])),
                "feedback": float(signals.refined[i] - signals.cosine[i]),
            },
            tokens=signals.tokens.get(int(signals.candidates[i])),
        )
        for place, (i, chunk) in enumerate(zip(order, chunks, strict=True), 1)
    ]


def _late(query: Encoded, passages: Sequence[Tokens], generation: Generation) -> Scores:
    """Late interaction of a query with passages, [n_passages] float64."""
    weights = piece_weights(query.pieces, generation.frequencies, len(generation.chunks))
    return late_interaction(best_matches(query.tokens, passages), weights)
