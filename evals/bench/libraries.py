"""Libraries of any size to measure on: real passages first, beyond them synthetic ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.analyse import terms
from index.encoder import Encoder
from index.indexed import Indexed
from index.lexical import fit_lexical
from index.local import Contents
from index.progress import Progress
from index.segments import Embedded, embed
from index.tokens import unit
from ingest.chunking.chunk import body_offset, chunk_document, embedded_text
from ingest.front_matter import front_matter
from ingest.sources import curriculum_sources
from ingest.types import Chunk, Document

WINDOWS = (254, 120, 60)
"""Word pieces at most in a passage; cutting the curriculum in several ways gives more of them."""

_NOISE = 0.5
"""Length of what is added to a sampled unit vector; its cosine with the original is about 0.9."""


@dataclass(frozen=True, slots=True)
class Library:
    """Passages with their vectors and terms.

    Attributes:
        synthetic: how many of the chunks are resampled ones.
        terms: of each chunk, for BM25.
        offsets: as in `Contents`.
    """

    documents: Sequence[Document]
    chunks: Sequence[Chunk]
    terms: Sequence[Sequence[str]]
    embedded: Embedded
    offsets: Sequence[int]
    synthetic: int = 0

    def contents(self) -> Contents:
        """What is written as a generation."""
        lexical = fit_lexical(self.terms)
        return Contents(self.documents, self.chunks, lexical, self.embedded, self.offsets)


def real_library(segments: Path, encoder: Encoder, size: int, progress: Progress) -> Library:
    """At most `size` passages of the curriculum, really encoded, drawn with a fixed seed.

    Args:
        segments: folder in which vectors are kept.
        encoder: encodes what is not kept there.
        size: passages wanted.
        progress: told how far encoding has come.
    """
    documents: list[Document] = []
    chunks: list[Chunk] = []
    for window in WINDOWS:
        if len(chunks) < size:
            cut = [
                _document(source.path, f"{source.topic}@{window}")
                for source in curriculum_sources()
            ]
            documents += cut
            chunks += [c for d in cut for c in chunk_document(d, encoder.count, window)]
    drawn = np.sort(np.random.default_rng(0).permutation(len(chunks))[:size])
    chunks = [chunks[i] for i in drawn]
    texts = [embedded_text(chunk, encoder.count, encoder.window) for chunk in chunks]
    passages = [Indexed(text) for text in texts]
    embedded = embed(segments, encoder, passages, lambda n, of: progress("encoding", n, of))
    return Library(
        documents=documents,
        chunks=chunks,
        terms=[terms(text) for text in texts],
        embedded=embedded,
        offsets=[body_offset(chunk, text) for chunk, text in zip(chunks, texts, strict=True)],
    )


def resized(real: Library, size: int) -> Library:
    """A library of `size` chunks: real ones evenly spread, or all of them and resampled ones.

    A resampled chunk has the text and the token vectors of a real one, its sentence vector with
    noise, and for BM25 half its terms and half those of another.
    """
    have = len(real.chunks)
    if size <= have:
        return _taken(real, np.linspace(0, have - 1, size).astype(np.int64))
    rng = np.random.default_rng(1)
    copied, mixed = rng.integers(have, size=(2, size - have))
    larger = _taken(real, np.concatenate([np.arange(have), copied]))
    vectors = larger.embedded.vectors
    vectors[have:] += rng.normal(
        scale=_NOISE / np.sqrt(vectors.shape[1]), size=vectors[have:].shape
    )
    halves = [
        [*real.terms[i][::2], *real.terms[j][1::2]] for i, j in zip(copied, mixed, strict=True)
    ]
    return replace(
        larger,
        terms=[*real.terms, *halves],
        embedded=replace(larger.embedded, vectors=unit(vectors)),
        synthetic=size - have,
    )


def _taken(real: Library, rows: npt.NDArray[np.int64]) -> Library:
    """The chunks at `rows`; each gets an id of its own, since some may be taken twice."""
    return replace(
        real,
        chunks=[replace(real.chunks[i], chunk_id=f"{n}") for n, i in enumerate(rows)],
        terms=[real.terms[i] for i in rows],
        embedded=replace(
            real.embedded,
            vectors=real.embedded.vectors[rows],
            places=real.embedded.places[rows],
        ),
        offsets=[real.offsets[i] for i in rows],
    )


def _document(path: Path, doc_id: str) -> Document:
    text = path.read_text(encoding="utf-8")
    metadata = {**front_matter(text)[0], "structure": "markdown"}
    return Document(doc_id, metadata["title"], (path.name,), text, (), metadata)
