"""The libraries that an ablation searches: back ends, and sizes of passages."""

import copy
from collections.abc import Sequence

from evals.measure.curriculum import curriculum_documents
from evals.types import Gold, RetrievalCase
from index.encoder import Encoder
from index.home import Home
from index.progress import Progress
from index.search import Searcher
from index.update import write_index
from ingest.types import Document

BACKENDS = ("local", "milvus")


def library(
    home: Home,
    backend: str,
    encoder: Encoder,
    documents: Sequence[Document],
    progress: Progress,
) -> Searcher:
    """Indexes documents in a fresh home whose settings name a back end, and opens it."""
    home.root.mkdir(parents=True, exist_ok=True)
    home.settings.write_text(f'[index]\nbackend = "{backend}"\n', encoding="utf-8")
    write_index(home, encoder, documents, progress)
    return Searcher(home, encoder)


def sampled(limit: int | None) -> list[Document]:
    """Topics of the curriculum, evenly spread over its sections; None takes them all."""
    every = curriculum_documents()
    if limit is None or limit >= len(every):
        return every
    return [every[place * len(every) // limit] for place in range(limit)]


def answerable(
    cases: Sequence[RetrievalCase], documents: Sequence[Document]
) -> list[RetrievalCase]:
    """The cases that these documents answer, with the gold that they hold."""
    held = {document.doc_id for document in documents}
    found = []
    for case in cases:
        gold: tuple[Gold, ...] = tuple(one for one in case.gold if one.doc_id in held)
        if any(one.grade > 1 for one in gold):
            found.append(case.model_copy(update={"gold": gold}))
    return found


def with_window(encoder: Encoder, window: int) -> Encoder:
    """The encoder for passages of at most `window` word pieces; its own limit is kept to."""
    shorter = copy.copy(encoder)
    shorter.window = min(window, encoder.window)
    return shorter
