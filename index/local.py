"""The local index: everything in files of the home, opened into memory or memory-mapped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index.backend import DEPTH, NO_CANDIDATES, Candidates, Ids, Scores
from index.checksums import is_sound
from index.collect import SEGMENTS
from index.dense import DenseIndex, build_dense, load_dense
from index.encoder import Encoder
from index.files import read_lines, write_lines
from index.late import Counts
from index.lexical import LexicalIndex, fit_lexical, load_lexical
from index.outline import Outline, outlines
from index.progress import Progress
from index.records import chunk_of, chunk_record, document_of, document_record
from index.segments import Embedded, embed
from index.store import Material, Saved
from index.token_index import TokenIndex, load_tokens, save_tokens
from index.tokens import Floats, Tokens
from index.types import Filters
from ingest.types import Chunk, Document

_DOCUMENTS, _CHUNKS = "documents.jsonl", "chunks.jsonl"


@dataclass(frozen=True, slots=True)
class LocalGeneration:
    """A `Generation` over files; the ids of passages are their positions.

    Attributes:
        segments: the folders that hold its vectors.
        passing: positions of the chunks that pass filters asked for before.
    """

    name: str
    manifest: Mapping[str, Any]
    documents: Mapping[str, Document]
    outlines: Sequence[Outline]
    chunks: Sequence[Chunk]
    lexical: LexicalIndex
    dense: DenseIndex | None
    tokens: TokenIndex
    words: Mapping[str, int]
    segments: Sequence[Path]
    passing: dict[Filters, Ids] = field(default_factory=dict, compare=False, repr=False)

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
        """Their word pieces and those of their questions; spans count in the passage's text."""
        return [self.tokens.tokens_of(i) for i in ids]

    def chunk(self, chunk_id: str) -> Chunk | None:
        """The passage with this ``chunk_id``, if there is one."""
        return next((chunk for chunk in self.chunks if chunk.chunk_id == chunk_id), None)

    def chunks_of(self, doc_id: str) -> list[Chunk]:
        """The passages of one document, in order."""
        return [chunk for chunk in self.chunks if chunk.doc_id == doc_id]

    def is_whole(self) -> bool:
        """Whether its segments match their checksums; those of its own files did when opened.

        Segments are read in full, see `is_sound`.
        """
        return all(map(is_sound, self.segments))

    def _allowed(self, filters: Filters) -> Ids | None:
        """Positions of the chunks that pass the filters; None when there are no filters."""
        if not filters:
            return None
        if filters not in self.passing:
            admitted = [i for i, chunk in enumerate(self.chunks) if filters.admit(chunk)]
            self.passing[filters] = np.array(admitted, dtype=np.int64)
        return self.passing[filters]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a generation of the local index holds, apart from how it is stored.

    Attributes:
        embedded: where the vectors of the chunks lie.
        offsets: from positions in the embedded texts to positions in the chunks' texts.
        library: what the manifest says of the library: what it covers, and how reading it went.
    """

    documents: Sequence[Document]
    chunks: Sequence[Chunk]
    lexical: LexicalIndex
    embedded: Embedded
    offsets: Sequence[int]
    library: Mapping[str, Any] = field(default_factory=dict)

    def save(self, draft: Path) -> Saved:
        """Writes the files of a generation into its folder, beside that of the segments."""
        write_lines(draft / _DOCUMENTS, map(document_record, self.documents))
        write_lines(draft / _CHUNKS, map(_without_text, self.chunks))
        files = [_DOCUMENTS, _CHUNKS, *self.lexical.save(draft)]
        files += save_tokens(draft, draft.parent / SEGMENTS, self.embedded, self.offsets)
        if len(self.embedded.vectors):
            files += build_dense(self.embedded.vectors).save(draft)
        return Saved(files, {"segments": self.embedded.segments}, self.embedded.encoded)


@dataclass(frozen=True, slots=True)
class LocalStore:
    """Writes generations into files; vectors lie in segments that generations share."""

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """Nothing besides the pipeline."""
        return {}

    @property
    def where(self) -> str:
        """The place, in words."""
        return "in files of the home"

    def save(self, draft: Path, material: Material, encoder: Encoder, progress: Progress) -> Saved:
        """Writes the files of a generation; see `Store.save`."""
        segments = draft.parent / SEGMENTS
        embedded = embed(
            segments, encoder, material.indexed, lambda n, of: progress("encoding", n, of)
        )
        progress("writing the index", 0, 0)
        lexical = fit_lexical([each.terms for each in material.indexed])
        documents, chunks, offsets = material.documents, material.chunks, material.offsets
        return Contents(documents, chunks, lexical, embedded, offsets).save(draft)


def load_local(
    path: Path, manifest: Mapping[str, Any], words: Mapping[str, int]
) -> LocalGeneration:
    """Opens what `LocalStore.save` wrote.

    Raises:
        OSError, ValueError, KeyError, TypeError: if files are missing or do not fit.
    """
    segments = path.parent / SEGMENTS
    documents = {row["doc_id"]: document_of(row) for row in read_lines(path / _DOCUMENTS)}
    chunks = [
        chunk_of({**row, "text": documents[row["doc_id"]].text[row["start"] : row["end"]]})
        for row in read_lines(path / _CHUNKS)
    ]
    return LocalGeneration(
        name=path.name,
        manifest=manifest,
        documents=documents,
        outlines=outlines(documents.values(), chunks),
        chunks=chunks,
        lexical=load_lexical(path),
        dense=load_dense(path) if chunks else None,
        tokens=load_tokens(path, segments, manifest["segments"]),
        words=words,
        segments=[segments / name for name in manifest["segments"]],
    )


def _without_text(chunk: Chunk) -> dict[str, Any]:
    """A chunk as JSON; its text is its document's."""
    return {key: value for key, value in chunk_record(chunk).items() if key != "text"}


def _best(scores: Scores, depth: int, allowed: Ids | None) -> Ids:
    """Positions of the `depth` highest positive scores among those allowed."""
    positive = np.flatnonzero(scores > 0)
    if allowed is not None:
        positive = np.intersect1d(positive, allowed)
    if len(positive) <= depth:
        return positive
    return positive[np.argpartition(-scores[positive], depth)[:depth]]
