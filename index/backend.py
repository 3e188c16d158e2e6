"""What a search needs of the store that an index lies in, whichever that is.

A back end finds candidates and hands out what is stored of them; fusion, late interaction, feedback
and reranking are ours, and the same over every back end.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.late import Counts
from index.outline import Outline
from index.tokens import Floats, Tokens
from index.types import Filters
from ingest.types import Chunk, Document

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]

DEPTH = 200
"""Candidates taken from each signal before fusion."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The union of the passages that are best by each signal, with the raw scores of all.

    Attributes:
        ids: [n] int64, ascending; they name passages within one generation. In the local index
            they follow the order of the passages; in Milvus that in which rows were written, so
            that passages of an edited document come last.
        vectors: [n, dim] float32, unit rows.
        bm25: [n] float64; zero where no term is shared, negative at times in tiny libraries.
    """

    ids: Ids
    vectors: Floats
    bm25: Scores


NO_CANDIDATES = Candidates(np.empty(0, np.int64), np.empty((0, 0), np.float32), np.empty(0))
"""Of an empty library, or where no passage passes the filters."""


class Generation(Protocol):
    """One opened state of an index; it does not change, and outlives the next one's arrival."""

    @property
    def name(self) -> str:
        """Differs from that of every other generation of the home."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What it was made with, and what it covers."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document by its id."""

    @property
    def outlines(self) -> Sequence[Outline]:
        """Every document without its text, in order; at hand, whatever the documents take."""

    @property
    def chunks(self) -> Collection[Chunk]:
        """Every passage, in order; fetched as it is iterated over."""

    @property
    def words(self) -> Mapping[str, int]:
        """Every word of the passages, with the number of passages that hold it."""

    @property
    def frequencies(self) -> Counts:
        """In how many passages each word piece occurs, [n_pieces] int64."""

    def knows(self, term: str) -> bool:
        """Whether any passage holds a lexical term."""

    def candidates(
        self, vector: Floats, terms: Sequence[str], filters: Filters, depth: int = DEPTH
    ) -> Candidates:
        """The best passages for a query by cosine, and by BM25, that pass the filters.

        Args:
            vector: [dim] float32, of length one.
            terms: of the query; one that is asked twice counts twice.
            filters: exact.
            depth: passages taken from each signal.
        """

    def chunks_at(self, ids: Ids) -> list[Chunk]:
        """The passages that `ids` name, in their order."""

    def tokens_at(self, ids: Ids) -> list[Tokens]:
        """Their word pieces and those of their questions; spans count in the passage's text."""

    def chunk(self, chunk_id: str) -> Chunk | None:
        """The passage with this ``chunk_id``, if the generation holds it."""

    def chunks_of(self, doc_id: str) -> list[Chunk]:
        """The passages of one document, in order."""

    def is_whole(self) -> bool:
        """Whether the store still holds all that was written; may have to read or count it."""
