"""An opened generation of an index in Milvus; only what is small lies in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from index.backend import DEPTH, NO_CANDIDATES, Candidates, Ids
from index.errors import IndexDamaged
from index.late import Counts
from index.milvus.client import Milvus, Row
from index.milvus.okapi import Okapi
from index.milvus.pack import unpack_json, unpack_tokens
from index.milvus.schema import EF, quoted, visible
from index.milvus.words import as_terms, as_words
from index.outline import Outline
from index.records import chunk_of, document_of
from index.tokens import Floats, Tokens
from index.types import Filters
from ingest.types import Chunk, Document

_PAGE = 256
_DOCUMENTS_PAGE = 8
"""Rows a request; a document may be large."""

_KEPT_DOCUMENTS = 128


class StoredDocuments(Mapping[str, Document]):
    """Documents by id, fetched when they are asked for; those asked for last are kept.

    Args:
        milvus: holds them.
        collection: of documents.
        number: of the generation.
        ids: of all documents, in order.
    """

    def __init__(self, milvus: Milvus, collection: str, number: int, ids: Sequence[str]) -> None:
        self._milvus, self._collection, self._number = milvus, collection, number
        self.order = {doc_id: place for place, doc_id in enumerate(ids)}
        self._document = lru_cache(_KEPT_DOCUMENTS)(self._fetch_one)

    def __getitem__(self, doc_id: str) -> Document:
        if doc_id not in self.order:
            raise KeyError(doc_id)
        return self._document(doc_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self.order)

    def __len__(self) -> int:
        return len(self.order)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self.order

    def values(self) -> ValuesView[Document]:
        """All documents, in order; fetched many at a time."""
        return dict(sorted(self._all(), key=lambda item: self.order[item[0]])).values()

    def stored(self) -> int:
        """How many documents Milvus holds."""
        return self._milvus.count(self._collection, visible(self._number))

    def _fetch_one(self, doc_id: str) -> Document:
        document = next(self._fetch(f" and doc == {quoted(doc_id)}"), None)
        if document is None:
            raise IndexDamaged(f"{self._milvus.uri} has lost document {doc_id}; run: viva ingest")
        return document

    def _all(self) -> Iterator[tuple[str, Document]]:
        return ((document.doc_id, document) for document in self._fetch(""))

    def _fetch(self, condition: str) -> Iterator[Document]:
        where = visible(self._number) + condition
        rows = self._milvus.rows(self._collection, where, ["document"], _DOCUMENTS_PAGE)
        return (document_of(unpack_json(row["document"])) for row in rows)


class StoredChunks(Collection[Chunk]):
    """Every passage of a generation, in order, fetched as it is iterated over.

    Args:
        generation: that they are of.
        number: of them.
    """

    def __init__(self, generation: "MilvusGeneration", number: int) -> None:
        self._generation, self._number = generation, number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Chunk]:
        order = self._generation.documents.order
        chunks = self._generation.passages("")
        return iter(sorted(chunks, key=lambda x: (order[x.doc_id], x.start, x.end)))

    def __contains__(self, chunk: object) -> bool:
        return isinstance(chunk, Chunk) and self._generation.chunk(chunk.chunk_id) == chunk


@dataclass(frozen=True, slots=True)
class MilvusGeneration:
    """A `Generation` over two collections; the ids of passages are those of their rows.

    Attributes:
        number: which rows are its own; see `index.milvus.schema`.
        collection: of the passages.
        okapi: the statistics of BM25.
    """

    name: str
    manifest: Mapping[str, Any]
    documents: StoredDocuments
    outlines: Sequence[Outline]
    words: Mapping[str, int]
    frequencies: Counts
    okapi: Okapi
    milvus: Milvus
    collection: str
    number: int

    @property
    def chunks(self) -> StoredChunks:
        """Every passage, in order; fetched as it is iterated over."""
        return StoredChunks(self, self.manifest["chunks"])

    def knows(self, term: str) -> bool:
        """Whether any passage holds a lexical term."""
        return term in self.okapi.idf

    def candidates(
        self, vector: Floats, terms: Sequence[str], filters: Filters, depth: int = DEPTH
    ) -> Candidates:
        """The best passages by each signal; see `Generation.candidates`."""
        where = visible(self.number, filters)
        near = self._search("dense", vector.tolist(), where, depth, {"ef": max(EF, 2 * depth)})
        known = [term for term in terms if self.knows(term)]
        lexical = self._search("bm25", as_words(known), where, depth, {}) if known else {}
        found = {**lexical, **near}
        if not found:
            return NO_CANDIDATES
        ids = np.array(sorted(found), np.int64)
        rows = [found[i] for i in ids.tolist()]
        bm25 = self.okapi.scores(terms, [as_terms(row["words"]) for row in rows])
        vectors = np.array([row["dense"] for row in rows], np.float32)
        # What the vectors did not find must share a term that speaks for it.
        chosen = (bm25 > 0) | np.isin(ids, list(near))
        return Candidates(ids[chosen], vectors[chosen], bm25[chosen])

    def chunks_at(self, ids: Ids) -> list[Chunk]:
        """The passages that `ids` name, in their order."""
        rows = self.milvus.rows_at(self.collection, ids.tolist(), ["chunk"])
        return [chunk_of(unpack_json(row["chunk"])) for row in rows]

    def tokens_at(self, ids: Ids) -> list[Tokens]:
        """Their word pieces and those of their questions; spans count in the passage's text."""
        rows = self.milvus.rows_at(self.collection, ids.tolist(), ["tokens", "offset"])
        return [unpack_tokens(row["tokens"]).moved(row["offset"]) for row in rows]

    def chunk(self, chunk_id: str) -> Chunk | None:
        """The passage with this ``chunk_id``, if there is one."""
        return next(self.passages(f" and chunk_id == {quoted(chunk_id)}"), None)

    def chunks_of(self, doc_id: str) -> list[Chunk]:
        """The passages of one document, in order."""
        found = self.passages(f" and doc == {quoted(doc_id)}")
        return sorted(found, key=lambda chunk: (chunk.start, chunk.end))

    def is_whole(self) -> bool:
        """Whether Milvus still holds as many rows as were written."""
        return self.milvus.count(self.collection, visible(self.number)) == len(
            self.chunks
        ) and self.documents.stored() == len(self.documents)

    def passages(self, condition: str) -> Iterator[Chunk]:
        """Passages of this generation under a further condition, in no particular order."""
        where = visible(self.number) + condition
        rows = self.milvus.rows(self.collection, where, ["chunk"], _PAGE)
        return (chunk_of(unpack_json(row["chunk"])) for row in rows)

    def _search(
        self,
        field: str,
        query: str | list[float],
        where: str,
        depth: int,
        params: Mapping[str, Any],
    ) -> dict[int, Row]:
        """The rows that are nearest to a query by one of the signals, by id."""
        (hits,) = self.milvus.call(
            "search",
            self.collection,
            data=[query],
            anns_field=field,
            filter=where,
            limit=depth,
            output_fields=["dense", "words"],
            search_params={"params": dict(params)},
        )
        return {hit["id"]: hit["entity"] for hit in hits}
