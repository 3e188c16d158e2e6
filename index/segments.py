"""Sentence vectors in immutable segments, shared by generations and reused by content.

A vector is named by ``digest(encoder fingerprint, embedded text)``, so that nothing is encoded
twice: not when a file is renamed, not when a paragraph moves, not when an interrupted run is
repeated. A segment is a folder that appears by one rename, complete.
"""

import json
import shutil
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoder import Encoder, Vectors
from ingest.digest import digest

SEGMENT_TEXTS = 1024
"""Texts encoded before they are stored: about what an interruption may cost."""

_MANY = 12
"""Segments of one generation, beyond which they are written together as one."""
_KEYS, _VECTORS = "keys.json", "vectors.npy"


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of texts, and what it took to have them.

    Attributes:
        vectors: [n_texts, dim] float32, unit rows.
        encoded: texts that went through the encoder.
        segments: names of the segments that hold the vectors.
    """

    vectors: Vectors
    encoded: int
    segments: tuple[str, ...]


def embed(
    folder: Path,
    encoder: Encoder,
    texts: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> Embedded:
    """The vectors of `texts`: stored ones where there are any, the rest encoded and stored.

    Args:
        folder: of the segments; only a holder of the writer's lock may call this.
        encoder: used for what is not stored.
        texts: any number, in any order, repetitions included.
        progress: called with texts encoded so far and texts to encode in all.
    """
    keys = [digest(encoder.fingerprint, text) for text in texts]
    stored = _stored(folder)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in stored}
    todo = list(missing.items())
    # The longest first: similar lengths share a batch, and the time left is not underestimated.
    todo.sort(key=lambda item: -len(item[1]))
    for first in range(0, len(todo), SEGMENT_TEXTS):
        part = todo[first : first + SEGMENT_TEXTS]
        done = first

        def advance(count: int) -> None:
            nonlocal done
            done += count
            if progress:
                progress(done, len(todo))

        vectors = encoder.encode([text for _, text in part], advance)
        stored |= _store(folder, [key for key, _ in part], vectors)

    used = sorted({stored[key][0] for key in keys})
    if not keys:
        return Embedded(np.empty((0, 1), dtype=np.float32), 0, ())
    arrays = {name: np.load(folder / name / _VECTORS, mmap_mode="r") for name in used}
    rows = np.stack([arrays[stored[key][0]][stored[key][1]] for key in keys])
    if len(used) > _MANY:
        unique = dict(zip(keys, range(len(keys)), strict=True))
        kept = _store(folder, list(unique), rows[list(unique.values())])
        used = sorted({name for name, _ in kept.values()})
    return Embedded(rows, len(todo), tuple(used))


def collect(folder: Path, needed: Iterable[str]) -> None:
    """Removes every segment that is not `needed`, and drafts that a crash left behind."""
    keep = set(needed)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _stored(folder: Path) -> dict[str, tuple[str, int]]:
    """Key to segment and row, over all readable segments; of two, the larger segment is named."""
    listed: list[tuple[str, list[str]]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith("."):
            continue
        try:
            keys = json.loads((path / _KEYS).read_text(encoding="utf-8"))
            if len(np.load(path / _VECTORS, mmap_mode="r")) == len(keys):
                listed.append((path.name, keys))
        except (OSError, ValueError):
            continue  # damaged: its texts are encoded again
    listed.sort(key=lambda segment: (len(segment[1]), segment[0]))
    return {key: (name, row) for name, keys in listed for row, key in enumerate(keys)}


def _store(folder: Path, keys: list[str], vectors: Vectors) -> dict[str, tuple[str, int]]:
    """Writes one segment; returns where each key now lies."""
    name = uuid.uuid4().hex[:16]
    draft = folder / f".{name}"
    draft.mkdir(parents=True)
    np.save(draft / _VECTORS, vectors)
    (draft / _KEYS).write_text(json.dumps(keys), encoding="utf-8")
    draft.rename(folder / name)
    return {key: (name, row) for row, key in enumerate(keys)}
