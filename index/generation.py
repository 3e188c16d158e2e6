"""One immutable index on disk: written aside, complete with its manifest, then switched to."""

import json
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.analyse import compounds, words
from index.backend import Generation
from index.collect import CURRENT, MANIFEST, collect, current_name, generation_names
from index.errors import IndexDamaged, IndexMissing, IndexStale
from index.files import sync_all, sync_folder, write_atomic
from index.local import Contents, load_local
from index.store import Saved
from ingest.digest import file_sha256
from ingest.types import Chunk, Document

FORMAT = 3
"""Of the files of a generation; change it whenever an older reader would misread them."""

_WORDS = "words.json"
_ATTEMPTS = 5
_AGAIN = "run: viva ingest"

Fingerprint = Mapping[str, str | int]


def open_generation(
    folder: Path,
    fingerprint: Fingerprint | None,
    live: Callable[[Path], str | None] = current_name,
) -> Generation:
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


def publish(
    folder: Path,
    fingerprint: Fingerprint,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    library: Mapping[str, Any],
    save: Callable[[Path], Saved],
) -> int:
    """Writes a generation, switches to it, and removes what is no longer needed.

    Only a holder of the writer's lock may call this. The manifest is written last and `current`
    after it, by one rename: whatever happens before leaves the previous generation live and whole.

    Args:
        folder: ``index/`` of a home.
        fingerprint: what the generation is made with.
        documents: that it holds.
        chunks: of them.
        library: what the manifest says of it: what it covers, and how reading it went.
        save: writes what a store keeps, given the generation's folder.

    Returns:
        How many texts were encoded.

    Raises:
        OSError: if the disk is full or fails; what was written of the generation is removed.
    """
    newest = max(generation_names(folder), default=None)
    name = f"{sequence(newest) + 1:06d}-{uuid.uuid4().hex[:6]}"
    draft = folder / name
    try:
        draft.mkdir(parents=True)
        saved = save(draft)
        write_atomic(draft / _WORDS, json.dumps(_words(chunks)))
        manifest = {
            "format": FORMAT,
            "fingerprint": dict(fingerprint),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            **library,
            "documents": len(documents),
            "chunks": len(chunks),
            "segments": (),
            **saved.manifest,
            "files": {file: file_sha256(draft / file) for file in [_WORDS, *saved.files]},
        }
        sync_all(draft)
        write_atomic(draft / MANIFEST, json.dumps(manifest, indent=1))
        sync_folder(folder)
        write_atomic(folder / CURRENT, name)
    except BaseException:
        if current_name(folder) != name:
            shutil.rmtree(draft, ignore_errors=True)
        raise
    collect(folder)
    return saved.encoded


def write_generation(folder: Path, fingerprint: Fingerprint, contents: Contents) -> str:
    """Publishes a generation of the local index; returns its name."""
    held, library = contents, contents.library
    publish(folder, fingerprint, held.documents, held.chunks, library, held.save)
    return str(current_name(folder))


def sequence(name: str | None) -> int:
    """Which generation of a home a name means; 0 before the first."""
    number = (name or "").partition("-")[0]
    return int(number) if number.isdigit() else 0


def _open(path: Path, fingerprint: Fingerprint | None) -> Generation:
    damaged = f"the index {path.name} is damaged; {_AGAIN}"
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        made_with = manifest["fingerprint"] if manifest["format"] == FORMAT else None
        if fingerprint is not None and made_with != dict(fingerprint):
            raise IndexStale(f"the index was made with other settings or another version; {_AGAIN}")
        for file, expected in manifest["files"].items():
            if file_sha256(path / file) != expected:
                raise IndexDamaged(damaged)
        words = json.loads((path / _WORDS).read_text(encoding="utf-8"))
        if "milvus" in manifest:
            from index.milvus.store import load_milvus

            return load_milvus(path, manifest, words)
        return load_local(path, manifest, words)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(damaged) from error


def _words(chunks: Sequence[Chunk]) -> Counter[str]:
    """Words and compounds of chunks and headings, with the number of chunks that hold each."""
    texts = (" ".join([*chunk.headings, chunk.text]) for chunk in chunks)
    return Counter(word for text in texts for word in {*words(text), *compounds(text)})
