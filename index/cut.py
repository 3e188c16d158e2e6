"""Documents cut into passages; one that cannot be is named, and the others are not concerned."""

import logging
from collections.abc import Sequence

from index.backend import Generation
from index.encoder import Encoder
from index.indexed import indexed_of
from index.progress import Progress
from ingest.chunking.chunk import chunk_document
from ingest.errors import VivaError
from ingest.types import Chunk, Document


def cut(
    documents: Sequence[Document],
    previous: Generation | None,
    encoder: Encoder,
    progress: Progress,
) -> tuple[list[Chunk], dict[str, str]]:
    """The passages of all documents; those of an unchanged document are taken over.

    Args:
        documents: to be cut.
        previous: holds passages that may be taken over; None if it was made otherwise.
        encoder: must be able to read each passage.
        progress: told how many documents are done.

    Returns:
        The passages, and by id why documents have none because they cannot be cut or encoded.
    """
    stored: dict[str, list[Chunk]] = {}
    for chunk in previous.chunks if previous else ():
        stored.setdefault(chunk.doc_id, []).append(chunk)
    chunks: list[Chunk] = []
    failed: dict[str, str] = {}
    for number, document in enumerate(documents, 1):
        before = previous.documents.get(document.doc_id) if previous else None
        if before and (before.text, before.metadata) == (document.text, document.metadata):
            chunks += stored.get(document.doc_id, [])
        else:
            encoder.count("")  # what ails the encoder itself is no document's fault
            try:
                chunks += _passages(document, encoder)
            except (VivaError, MemoryError):
                raise
            except Exception as error:  # whatever a text nobody thought of brings about
                logging.getLogger(__name__).debug("cutting failed", exc_info=True)
                reason = " ".join(f"{type(error).__name__}: {error}".split())
                failed[document.doc_id] = f"cannot be cut into passages ({reason})"
        progress("cutting into passages", number, len(documents))
    return chunks, failed


def _passages(document: Document, encoder: Encoder) -> list[Chunk]:
    """The passages of a document, all of which the encoder's tokeniser can read."""
    chunks = chunk_document(document, encoder.count, encoder.window)
    read = (indexed_of(chunk, encoder) for chunk in chunks)
    encoder.pieces([text for each in read for text in (each.text, *each.questions)])
    return chunks
