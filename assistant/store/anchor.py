"""A remembered passage, found again in the index as it is now."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.fuzz import partial_ratio_alignment

from assistant.store.types import Passage
from index.backend import Generation
from ingest.types import Chunk, Document

ALIKE = 85.0
"""Per cent of equal characters from which a sentence counts as the same one, edited."""

_SHORTEST = 24
"""Characters of a quote below which likeness means nothing."""

_LONGEST = 400_000
"""Characters of a document that are searched for a likeness."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a passage stands now.

    Attributes:
        chunk: the passage of the index that holds most of it; None if no passage does.
        edited: whether its words have changed since it was remembered.
    """

    document: Document
    start: int
    end: int
    chunk: Chunk | None
    edited: bool = False


def anchor(passage: Passage, generation: Generation) -> Anchored | None:
    """Finds a passage again; None if neither its words nor ones like them are there any more.

    The place it was saved with is looked at first, then the nearest place of its document with the
    same words, then the other documents, and last a like sentence of its own document.
    """
    document = generation.documents.get(passage.doc_id)
    if document and document.text[passage.start : passage.end] == passage.quote:
        return _anchored(generation, document, passage.start, passage.end)
    others = (other for other in generation.documents.values() if other is not document)
    for place in (document, *others):
        if place and passage.quote in place.text:
            start = min(_places(passage.quote, place.text), key=lambda at: abs(at - passage.start))
            return _anchored(generation, place, start, start + len(passage.quote))
    return _alike(passage, document, generation) if document else None


def _alike(passage: Passage, document: Document, generation: Generation) -> Anchored | None:
    if len(passage.quote) < _SHORTEST or len(document.text) > _LONGEST:
        return None
    found = partial_ratio_alignment(passage.quote, document.text, score_cutoff=ALIKE)
    if found is None:
        return None
    return _anchored(generation, document, found.dest_start, found.dest_end, edited=True)


def _places(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _anchored(
    generation: Generation, document: Document, start: int, end: int, *, edited: bool = False
) -> Anchored:
    def shared(chunk: Chunk) -> int:
        return min(chunk.end, end) - max(chunk.start, start)

    best = max(generation.chunks_of(document.doc_id), key=shared, default=None)
    chunk = best if best is not None and shared(best) > 0 else None
    return Anchored(document, start, end, chunk, edited)
