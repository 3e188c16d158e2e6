"""An opened generation of the local index: everything in memory or memory-mapped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from index.backend import DEPTH, NO_CANDIDATES, Candidates, Ids, Scores
from index.dense import DenseIndex
from index.late import Counts
from index.lexical import LexicalIndex
from index.token_index import TokenIndex
from index.tokens import Floats, Tokens
from index.types import Filters
from ingest.types import Chunk, Document


@dataclass(frozen=True, slots=True)
class LocalGeneration:
    """A `Generation` over files; the ids of passages are their positions."""

    name: str
    manifest: Mapping[str, Any]
    documents: Mapping[str, Document]
    chunks: Sequence[Chunk]
    lexical: LexicalIndex
    dense: DenseIndex | None
    tokens: TokenIndex
    words: Mapping[str, int]
    passing: dict[Filters, Ids] = field(default_factory=dict, compare=False, repr=False)
    """Positions of the chunks that pass filters asked for before."""

    @property
    def frequencies(self) -> Counts:
        """In how many passages each word piece occurs, [n_pieces] int64."""
        return self.tokens.frequencies

    def knows(self, term: str) -> bool:
        """Whether any passage holds a lexical term."""
        return term in self.lexical.vocabulary

    def candidates(
        self, vector: Floats, terms: Sequence[str], filters: Filters, depth: int = DEPTH
    ) -> Candidates:
        """The best passages by each signal; see `Generation.candidates`."""
        allowed = self._allowed(filters)
        if self.dense is None or (allowed is not None and not len(allowed)):
            return NO_CANDIDATES
        bm25 = self.lexical.scores(terms)
        near = self.dense.nearest(vector, depth, allowed)
        ids = np.union1d(near, _best(bm25, depth, allowed))
        return Candidates(ids, self.dense.vectors(ids), bm25[ids])

    def chunks_at(self, ids: Ids) -> list[Chunk]:
        """The passages at `ids`."""
        return [self.chunks[i] for i in ids]

    def tokens_at(self, ids: Ids) -> list[Tokens]:
        """Their word pieces, spans counted in the passage's text."""
        return [self.tokens.tokens_of(i) for i in ids]

    def chunk(self, chunk_id: str) -> Chunk | None:
        """The passage with this ``chunk_id``, if there is one."""
        return next((chunk for chunk in self.chunks if chunk.chunk_id == chunk_id), None)

    def chunks_of(self, doc_id: str) -> list[Chunk]:
        """The passages of one document, in order."""
        return [chunk for chunk in self.chunks if chunk.doc_id == doc_id]

    def _allowed(self, filters: Filters) -> Ids | None:
        """Positions of the chunks that pass the filters; None when there are no filters."""
        if not filters:
            return None
        if filters not in self.passing:
            admitted = [i for i, chunk in enumerate(self.chunks) if filters.admit(chunk)]
            self.passing[filters] = np.array(admitted, dtype=np.int64)
        return self.passing[filters]


def _best(scores: Scores, depth: int, allowed: Ids | None) -> Ids:
    """Positions of the `depth` highest positive scores among those allowed."""
    positive = np.flatnonzero(scores > 0)
    if allowed is not None:
        positive = np.intersect1d(positive, allowed)
    if len(positive) <= depth:
        return positive
    return positive[np.argpartition(-scores[positive], depth)[:depth]]
