"""A query to ranked Hits, over the live generation of a home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from index.analyse import terms
from index.backend import Candidates, Generation, Ids, Scores
from index.collect import current_name
from index.encoder import Encoder
from index.feedback import refined_query
from index.fusion import convex, share_of_best
from index.generation import Fingerprint, open_generation
from index.home import Home
from index.late import best_matches, late_interaction
from index.query import Context, Query, query_of
from index.spelling import mend
from index.store import store_of
from index.tokens import Tokens
from index.types import NO_FILTERS, Filters, Hit
from index.update import fingerprint
from ingest.metadata import without_lone_surrogates

RERANKED = 50
"""Candidates that late interaction looks at; 100 gain nothing (see evals/README.md)."""

LATE_WEIGHT = 0.5
"""Of late interaction in the final score."""

TOPICAL = 0.3
"""What a passage gains that comes from a document that the conversation is about."""

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
        topical: one for passages of the documents that the conversation is about, else zero, [n].
        tokens: the word pieces of the candidates that late interaction looked at, by id.
    """

    candidates: Ids
    cosine: Scores
    bm25: Scores
    late: Scores
    refined: Scores
    topical: Scores | float = 0.0
    tokens: Mapping[int, Tokens] = field(default_factory=dict)


Fusion = Callable[[Signals], Scores]
"""Scores [n] for the candidates of a query; a candidate with the score -inf is left out."""


def hybrid(signals: Signals) -> Scores:
    """The fusion that Viva answers with; what was not reranked follows what was."""
    fused = convex(signals.refined, signals.bm25) + TOPICAL * signals.topical
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
        context: Context | None = None,
    ) -> list[Hit]:
        """The `k` best passages for a query, best first; see `rank` on ties.

        Args:
            query: in the reader's words.
            k: at most so many.
            filters: what passages must be.
            fusion: from signals to scores.
            generation: default: the live one.
            context: what the query leans on, within a conversation.
        """
        generation = generation or self.generation
        return rank(self.signals(query, filters, generation, context), fusion, k, generation)

    def query(self, text: str, generation: Generation, context: Context | None = None) -> Query:
        """A query as the signals see it, misspelt words mended."""
        return query_of(self.mended(text, generation), self.encoder, generation, context)

    def mended(self, query: str, generation: Generation) -> str:
        """The query with the words mended that nothing in the library holds, if they are slips.

        Halves of characters, which a browser may send, become U+FFFD.
        """
        return mend(
            without_lone_surrogates(query),
            generation.words,
            known=lambda word: any(map(generation.knows, terms(word))),
            pieces=self.encoder.count,
        )

    def signals(
        self,
        query: str,
        filters: Filters,
        generation: Generation,
        context: Context | None = None,
    ) -> Signals:
        """The union of the best candidates by each signal, each with all scores."""
        asked = self.query(query, generation, context)
        found, topical = _candidates(asked, filters, generation)
        if not len(found.ids):
            nothing = np.empty(0)
            return Signals(found.ids, nothing, nothing, nothing, nothing)
        cosine = np.asarray(found.vectors @ asked.vector, np.float64)
        fused = convex(cosine, found.bm25) + TOPICAL * topical
        best = np.argsort(-fused, kind="stable")[:RERANKED]
        passages = generation.tokens_at(found.ids[best])
        late = np.full(len(fused), np.nan)
        late[best] = late_interaction(best_matches(asked.tokens, passages), asked.weights)
        provisional = (1 - LATE_WEIGHT) * fused[best] + LATE_WEIGHT * late[best]
        refined = refined_query(asked.vector, found.vectors[best], provisional)
        return Signals(
            candidates=found.ids,
            cosine=cosine,
            bm25=found.bm25,
            late=late,
            refined=np.asarray(found.vectors @ refined, np.float64),
            topical=topical,
            tokens=dict(zip(found.ids[best].tolist(), passages, strict=True)),
        )


def _candidates(
    asked: Query, filters: Filters, generation: Generation
) -> tuple[Candidates, Scores]:
    """The best passages anywhere and those of the query's documents; one for each of the latter."""
    found = generation.candidates(asked.vector, asked.terms, filters)
    within = [
        generation.candidates(asked.vector, asked.terms, replace(filters, doc=name))
        for name in asked.documents
        if filters.doc in (None, name)
    ]
    parts = [each for each in (found, *within) if len(each.ids)]
    if not within or not parts:
        return found, np.zeros(len(found.ids))
    ids, first = np.unique(np.concatenate([each.ids for each in parts]), return_index=True)
    vectors = np.concatenate([each.vectors for each in parts])[first]
    bm25 = np.concatenate([each.bm25 for each in parts])[first]
    topical = np.isin(ids, np.concatenate([each.ids for each in within]))
    return Candidates(ids, vectors, bm25), topical.astype(np.float64)


def rank(signals: Signals, fusion: Fusion, k: int, generation: Generation) -> list[Hit]:
    """The `k` best candidates, best first.

    Ties fall to the lower id: to the earlier passage, or in Milvus to the one written earlier.
    """
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
            tokens=_in_text(signals, int(signals.candidates[i])),
        )
        for place, (i, chunk) in enumerate(zip(order, chunks, strict=True), 1)
    ]


def _in_text(signals: Signals, candidate: int) -> Tokens | None:
    """The word pieces of a candidate's text, if late interaction looked at it."""
    tokens = signals.tokens.get(candidate)
    return tokens and tokens.in_text()
