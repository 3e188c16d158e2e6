"""One immutable index on disk: written aside, complete with its manifest, then switched to."""

import json
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.analyse import words
from index.collect import CURRENT, MANIFEST, SEGMENTS, collect, current_name, generation_names
from index.dense import build_dense, load_dense
from index.errors import IndexDamaged, IndexMissing, IndexStale
from index.files import read_lines, sync_all, sync_folder, write_atomic, write_lines
from index.lexical import LexicalIndex, load_lexical
from index.local import LocalGeneration
from index.segments import Embedded
from index.token_index import load_tokens, save_tokens
from ingest.digest import file_sha256
from ingest.types import Chunk, Document, Kind, Location

FORMAT = 2
"""Of the files of a generation; change it whenever an older reader would misread them."""

_DOCUMENTS, _CHUNKS, _WORDS = "documents.jsonl", "chunks.jsonl", "words.json"
_ATTEMPTS = 5
_AGAIN = "run: viva ingest"

Fingerprint = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a generation holds, apart from how it is stored.

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


def open_generation(
    folder: Path,
    fingerprint: Fingerprint | None,
    live: Callable[[Path], str | None] = current_name,
) -> LocalGeneration:
    """Opens the live generation.

    Args:
        folder: ``index/`` of a home.
        fingerprint: what the generation must have been made with; None accepts any.
        live: names the live generation; asked again when the one it named cannot be opened.

    Raises:
        IndexMissing, IndexStale, IndexDamaged: each says what to do.
    """
    name = live(folder)
    for _ in range(_ATTEMPTS):
        if name is None:
            raise IndexMissing(f"nothing has been ingested yet; {_AGAIN}")
        try:
            return _open(folder / name, fingerprint)
        except IndexDamaged:
            # A writer may have switched and collected between two of our reads.
            name, opened = live(folder), name
            if name == opened:
                raise
    raise IndexDamaged(f"the index keeps changing while it is opened; wait, then {_AGAIN}")


def write_generation(folder: Path, fingerprint: Fingerprint, contents: Contents) -> str:
    """Writes a generation, switches to it, and removes what is no longer needed.

    Only a holder of the writer's lock may call this. The manifest is written last and `current`
    after it, by one rename: whatever happens before leaves the previous generation live and whole.

    Returns:
        The new generation's name.

    Raises:
        OSError: if the disk is full or fails; what was written of the generation is removed.
    """
    newest = max(generation_names(folder), default=None)
    name = f"{_sequence(newest) + 1:06d}-{uuid.uuid4().hex[:6]}"
    try:
        _write(folder / name, folder / SEGMENTS, fingerprint, contents)
        write_atomic(folder / CURRENT, name)
    except BaseException:
        if current_name(folder) != name:
            shutil.rmtree(folder / name, ignore_errors=True)
        raise
    collect(folder)
    return name


def _write(draft: Path, segments: Path, fingerprint: Fingerprint, contents: Contents) -> None:
    draft.mkdir(parents=True)
    write_lines(draft / _DOCUMENTS, (asdict(document) for document in contents.documents))
    write_lines(draft / _CHUNKS, (_without_text(chunk) for chunk in contents.chunks))
    write_atomic(draft / _WORDS, json.dumps(_words(contents.chunks)))
    files = [_DOCUMENTS, _CHUNKS, _WORDS, *contents.lexical.save(draft)]
    files += save_tokens(draft, segments, contents.embedded, contents.offsets)
    if len(contents.embedded.vectors):
        files += build_dense(contents.embedded.vectors).save(draft)
    manifest = {
        "format": FORMAT,
        "fingerprint": dict(fingerprint),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **contents.library,
        "documents": len(contents.documents),
        "chunks": len(contents.chunks),
        "segments": contents.embedded.segments,
        "files": {file: file_sha256(draft / file) for file in files},
    }
    sync_all(draft)
    write_atomic(draft / MANIFEST, json.dumps(manifest, indent=1))
    sync_folder(draft.parent)


def _open(path: Path, fingerprint: Fingerprint | None) -> LocalGeneration:
    damaged = f"the index {path.name} is damaged; {_AGAIN}"
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        made_with = manifest["fingerprint"] if manifest["format"] == FORMAT else None
        if fingerprint is not None and made_with != dict(fingerprint):
            raise IndexStale(f"the index was made with other settings or another version; {_AGAIN}")
        for file, expected in manifest["files"].items():
            if file_sha256(path / file) != expected:
                raise IndexDamaged(damaged)
        documents = {row["doc_id"]: _document(row) for row in read_lines(path / _DOCUMENTS)}
        chunks = [_chunk(row, documents) for row in read_lines(path / _CHUNKS)]
        dense = load_dense(path) if chunks else None
        tokens = load_tokens(path, path.parent / SEGMENTS, manifest["segments"])
        counts = json.loads((path / _WORDS).read_text(encoding="utf-8"))
        lexical = load_lexical(path)
        return LocalGeneration(
            path.name, manifest, documents, chunks, lexical, dense, tokens, counts
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(damaged) from error


def _words(chunks: Sequence[Chunk]) -> Counter[str]:
    """Every word of the chunks and their headings, with the number of chunks that hold it."""
    return Counter(
        word for chunk in chunks for word in set(words(" ".join([*chunk.headings, chunk.text])))
    )


def _without_text(chunk: Chunk) -> dict[str, Any]:
    """A chunk as JSON; its text is its document's."""
    return {key: value for key, value in asdict(chunk).items() if key != "text"}


def _chunk(row: dict[str, Any], documents: Mapping[str, Document]) -> Chunk:
    text = documents[row["doc_id"]].text[row["start"] : row["end"]]
    changed = {"headings": tuple(row["headings"]), "kind": Kind(row["kind"]), "text": text}
    return Chunk(**{**row, **changed})


def _document(row: dict[str, Any]) -> Document:
    locations = tuple(Location(**location) for location in row["locations"])
    return Document(**{**row, "sources": tuple(row["sources"]), "locations": locations})


def _sequence(name: str | None) -> int:
    number = (name or "").partition("-")[0]
    return int(number) if number.isdigit() else 0
