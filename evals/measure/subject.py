"""What is measured: how it ranks, how it answers, and over which passages."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.assistant import Assistant
from assistant.types import Answer, Turn
from index.types import Hit
from ingest.types import Chunk, Document


@dataclass(frozen=True, slots=True)
class Subject:
    """An assistant as seen from outside; any field may be replaced by another of its kind.

    Attributes:
        rank: the best passages for a question after earlier turns, so many of them, best first.
        ask: the answer to a question after earlier turns.
        documents: by id.
        chunks_of: the passages of a document; none of one that there is not.
        about: what a run records of it; JSON values.
    """

    rank: Callable[[str, Sequence[Turn], int], Sequence[Hit]]
    ask: Callable[[str, Sequence[Turn]], Answer]
    documents: Mapping[str, Document]
    chunks_of: Callable[[str], Sequence[Chunk]]
    about: Mapping[str, Any]


def subject_of(assistant: Assistant) -> Subject:
    """An assistant over the generation that is live now."""
    searcher = assistant.searcher
    generation = searcher.generation
    chunks: defaultdict[str, list[Chunk]] = defaultdict(list)
    for chunk in generation.chunks:
        chunks[chunk.doc_id].append(chunk)
    return Subject(
        rank=lambda question, history, k: assistant.find(question, history, k=k).hits,
        ask=assistant.ask,
        documents=generation.documents,
        chunks_of=lambda doc_id: chunks.get(doc_id, ()),
        about={
            "corpus_digest": generation.manifest["corpus_digest"],
            "documents": len(generation.documents),
            "chunks": len(generation.chunks),
            "pipeline": dict(searcher.fingerprint),
        },
    )
