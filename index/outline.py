"""Documents without their texts: what lists and menus tell of them, small enough to keep."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.types import Chunk, Document


@dataclass(frozen=True, slots=True)
class Outline:
    """A document of an index, without its text.

    Attributes:
        characters: of its text.
        passages: that it was cut into.
    """

    doc_id: str
    title: str
    sources: tuple[str, ...]
    metadata: Mapping[str, Any]
    characters: int
    passages: int


def outlines(documents: Iterable[Document], chunks: Iterable[Chunk]) -> tuple[Outline, ...]:
    """The outlines of documents that were cut into `chunks`, in order."""
    passages = Counter(chunk.doc_id for chunk in chunks)
    return tuple(
        Outline(
            doc_id=document.doc_id,
            title=document.title,
            sources=document.sources,
            metadata=document.metadata,
            characters=len(document.text),
            passages=passages[document.doc_id],
        )
        for document in documents
    )
