"""What the rows of passages and documents hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.analyse import ANALYSER
from index.encoder import Encoder
from index.indexed import Indexed
from index.milvus.client import Row
from index.milvus.pack import MAX_BYTES, pack_json, pack_tokens
from index.milvus.schema import FOREVER, label_fields
from index.milvus.words import as_words
from index.records import chunk_record, document_record
from index.store import Material
from index.tokens import Floats, Tokens
from ingest.digest import digest
from ingest.types import Chunk, Document

Packed = Mapping[str, Any]
"""The fields of a row that come from the encoder."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with what is indexed of it.

    Attributes:
        indexed: what the encoder and the lexical index read.
        offset: from positions in the embedded text to positions in the chunk's.
        content: names what the encoder makes of it, as in `index.segments`.
    """

    chunk: Chunk
    indexed: Indexed
    offset: int
    content: str


def passages_by_key(material: Material, encoder: Encoder) -> dict[str, Passage]:
    """Passages by a digest of all that their rows hold, in order."""
    contents = (each.key(encoder.fingerprint) for each in material.indexed)
    made = map(Passage, material.chunks, material.indexed, material.offsets, contents)
    return {_key(chunk_record(each.chunk), each.content): each for each in made}


def documents_by_key(documents: Sequence[Document]) -> dict[str, Document]:
    """Documents by a digest of all that their rows hold, in order."""
    return {_key(document_record(each)): each for each in documents}


def packed(vector: Floats, tokens: Tokens) -> Packed:
    """What the encoder made of a text, as fields of a row; in half precision, as locally."""
    return {"dense": vector.astype(np.float16).tolist(), "tokens": pack_tokens(tokens)}


def passage_row(number: int, key: str, since: int, passage: Passage, vectors: Packed) -> Row:
    """The row of a passage."""
    chunk = passage.chunk
    return {
        "id": number,
        "key": key,
        "since": since,
        "until": FOREVER,
        "content": passage.content,
        "chunk_id": chunk.chunk_id,
        "doc": chunk.doc_id,
        **label_fields(chunk),
        "chunk": pack_json(chunk_record(chunk)),
        "offset": passage.offset,
        "words": _cut(as_words(passage.indexed.terms)),
        "dense": vectors["dense"],
        "tokens": vectors["tokens"],
    }


def document_row(number: int, key: str, since: int, document: Document) -> Row:
    """The row of a document."""
    return {
        "id": number,
        "key": key,
        "since": since,
        "until": FOREVER,
        "doc": document.doc_id,
        "document": pack_json(document_record(document)),
        "unused": [0.0, 0.0],
    }


def _key(record: Mapping[str, Any], *others: str) -> str:
    return digest(ANALYSER, *pack_json(record), *others)


def _cut(words: str) -> str:
    """As many whole words as a field holds."""
    return words if len(words) <= MAX_BYTES else words[: MAX_BYTES + 1].rpartition(" ")[0]
