"""Bringing a collection up to the next generation: in batches, and again after an interruption."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from index.encoder import Encoder
from index.indexed import Indexed, encode
from index.milvus.client import Milvus, Row
from index.milvus.plan import Mark, Plan, Step, plan
from index.milvus.rows import (
    Packed,
    Passage,
    document_row,
    documents_by_key,
    packed,
    passage_row,
    passages_by_key,
)
from index.milvus.schema import FOREVER
from index.progress import Progress
from index.segments import StoredVectors
from index.store import Material
from ingest.types import Document

PASSAGES = 256
"""Passages encoded and written at a time: about what an interruption may cost."""

DOCUMENTS = 32
"""Documents written at a time."""

_BYTES = 16_000_000
"""Of one request; a server refuses more than 64 MB."""

_IDS = 2_000
"""Rows marked or deleted by one request."""

_MARK = ("id", "key", "since", "until")
_Item = TypeVar("_Item")


def write_passages(
    milvus: Milvus,
    collection: str,
    material: Material,
    encoder: Encoder,
    step: Step,
    segments: Path,
    progress: Progress,
) -> int:
    """Writes the passages of the coming generation; returns the number of texts encoded.

    Vectors are taken from rows that hold the same text, then from what the local index has left,
    and only then from the encoder.
    """
    passages = passages_by_key(material, encoder)
    rows = _marks(milvus, collection, "content")
    made = plan(map(_mark, rows), passages, step)
    held = {row["content"]: row["id"] for row in rows}
    stored = StoredVectors(segments)
    new = [passages[key].content for key in made.new]
    todo = len({content for content in new if content not in held and content not in stored})
    done = 0

    def encoded(missing: Mapping[str, Indexed]) -> dict[str, Packed]:
        nonlocal done
        vectors, tokens = encode(encoder, list(missing.values()))
        done += len(missing)
        progress("encoding", done, todo)
        return dict(zip(missing, map(packed, vectors, tokens), strict=True))

    def vectors_of(part: Sequence[Passage]) -> dict[str, Packed]:
        wanted = {passage.content: passage.indexed for passage in part}
        there = {content: held[content] for content in wanted if content in held}
        fetched = milvus.rows_at(collection, list(there.values()), ["dense", "tokens"])
        known: dict[str, Packed] = dict(zip(there, fetched, strict=True))
        known |= {x: packed(*stored[x]) for x in wanted if x not in there and x in stored}
        missing = {x: each for x, each in wanted.items() if x not in known}
        return known | (encoded(missing) if missing else {})

    def batches() -> Iterator[list[Row]]:
        ids = iter(range(made.next_id, made.next_id + len(made.new)))
        for keys in _parts(made.new, PASSAGES):
            part = [passages[key] for key in keys]
            vectors = vectors_of(part)
            yield [
                passage_row(number, key, step.coming, passage, vectors[passage.content])
                for key, passage, number in zip(keys, part, ids, strict=False)
            ]

    _carry_out(milvus, collection, made, batches(), step)
    return done


def write_documents(
    milvus: Milvus, collection: str, documents: Sequence[Document], step: Step
) -> None:
    """Writes the documents of the coming generation."""
    wanted = documents_by_key(documents)
    made = plan(map(_mark, _marks(milvus, collection)), wanted, step)
    numbered = list(enumerate(made.new, made.next_id))
    batches = (
        [document_row(number, key, step.coming, wanted[key]) for number, key in part]
        for part in _parts(numbered, DOCUMENTS)
    )
    _carry_out(milvus, collection, made, batches, step)


def _carry_out(
    milvus: Milvus, collection: str, made: Plan, batches: Iterable[Sequence[Row]], step: Step
) -> None:
    """New rows first: some take their vectors from rows that go."""
    for batch in batches:
        for part in _requests(batch):
            milvus.call("insert", collection, part)
    for ids, until in ((made.leaving, step.coming), (made.staying, FOREVER)):
        for some in _parts(ids, _IDS):
            marks = [{"id": number, "until": until} for number in some]
            milvus.call("upsert", collection, marks, partial_update=True)
    for some in _parts(made.gone, _IDS):
        milvus.call("delete", collection, ids=list(some))
    milvus.call("flush", collection)


def _marks(milvus: Milvus, collection: str, *others: str) -> list[Row]:
    return list(milvus.rows(collection, "id >= 0", [*_MARK, *others]))


def _mark(row: Row) -> Mark:
    return Mark(*(row[name] for name in _MARK))


def _requests(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists that are sent at once; one that is too large goes alone."""
    part: list[Row] = []
    size = 0
    for row in rows:
        part.append(row)
        size += sum(map(_size, row.values()))
        if size >= _BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _size(value: object) -> int:
    """Roughly the bytes of a field."""
    if isinstance(value, list):
        return sum(map(_size, value))
    return len(value) if isinstance(value, str) else 4


def _parts(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    return (items[first : first + size] for first in range(0, len(items), size))
