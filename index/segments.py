"""Sentence and token vectors in immutable segments, shared by generations, reused by content.

What the encoder made of a text is named by ``digest(encoder fingerprint, embedded text)``, so that
nothing is encoded twice: not when a file is renamed, not when a paragraph moves, not when an
interrupted run is repeated. A segment is a folder that appears by one rename, complete.
"""

import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Encoder, Vectors
from index.files import sync_all, write_array
from index.tokens import Tokens, concatenate
from ingest.digest import digest

SEGMENT_TEXTS = 1024
"""Texts encoded before they are stored: about what an interruption may cost."""

_MANY = 12
"""Segments of one generation, beyond which they are written together as one."""
_KEYS, _VECTORS, _FIRSTS = "keys.json", "vectors.npy", "firsts.npy"
_TOKENS = {"vectors": "tokens.npy", "spans": "spans.npy", "pieces": "pieces.npy"}

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Segment:
    """One opened segment; arrays are memory-mapped.

    Attributes:
        vectors: [n_texts, dim] float32, unit rows.
        tokens: of all texts, one after the other.
        firsts: [n_texts + 1] int64, where the tokens of each text begin, and where the last end.
    """

    vectors: Vectors
    tokens: Tokens
    firsts: Rows

    def tokens_of(self, row: int) -> Tokens:
        """The tokens of one text."""
        return self.tokens[int(self.firsts[row]) : int(self.firsts[row + 1])]


@dataclass(frozen=True, slots=True)
class Embedded:
    """Where the vectors of texts lie, and what it took to have them.

    Attributes:
        vectors: [n_texts, dim] float32, unit rows.
        encoded: texts that went through the encoder.
        segments: names of the segments that hold the vectors.
        places: [n_texts, 2] int64, segment (by its position in `segments`) and row in it.
    """

    vectors: Vectors
    encoded: int
    segments: tuple[str, ...]
    places: Rows


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

        vectors, tokens = encoder.encode([text for _, text in part], advance)
        stored |= _store(folder, [key for key, _ in part], vectors, tokens)
    if not keys:
        return Embedded(np.empty((0, 1), np.float32), 0, (), np.empty((0, 2), np.int64))

    used = sorted({stored[key][0] for key in keys})
    opened = {name: open_segment(folder / name) for name in used}
    rows = np.stack([opened[name].vectors[row] for name, row in map(stored.__getitem__, keys)])
    if len(used) > _MANY:
        unique = dict(zip(keys, range(len(keys)), strict=True))
        places = [stored[key] for key in unique]
        tokens = [opened[name].tokens_of(row) for name, row in places]
        stored = _store(folder, list(unique), rows[list(unique.values())], tokens)
        used = sorted({name for name, _ in stored.values()})
    number = {name: position for position, name in enumerate(used)}
    places_of = np.array([(number[stored[key][0]], stored[key][1]) for key in keys], np.int64)
    return Embedded(rows, len(todo), tuple(used), places_of)


def open_segment(path: Path) -> Segment:
    """A segment's arrays, memory-mapped.

    Raises:
        OSError, ValueError: if a file is missing or cut off.
    """
    vectors, firsts = (_mapped(path / file) for file in (_VECTORS, _FIRSTS))
    arrays = {name: _mapped(path / file) for name, file in _TOKENS.items()}
    if len(firsts) != len(vectors) + 1 or any(len(a) != firsts[-1] for a in arrays.values()):
        raise ValueError(f"{path}: the arrays do not belong together")
    return Segment(vectors, Tokens(**arrays), firsts)


def _mapped(path: Path) -> npt.NDArray[Any]:
    """An array in a file, read as it is looked at."""
    # A plain view: slicing numpy's own class for such arrays costs as much as scoring a passage.
    return np.asarray(np.load(path, mmap_mode="r"))


class StoredVectors(Mapping[str, tuple[Vectors, Tokens]]):
    """What segments hold, by key: the vector of a text, [dim] float32, and its tokens.

    Args:
        folder: of the segments.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = _stored(folder)
        self._opened: dict[str, Segment] = {}

    def __getitem__(self, key: str) -> tuple[Vectors, Tokens]:
        name, row = self._rows[key]
        if name not in self._opened:
            self._opened[name] = open_segment(self._folder / name)
        segment = self._opened[name]
        return segment.vectors[row], segment.tokens_of(row)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _stored(folder: Path) -> dict[str, tuple[str, int]]:
    """Key to segment and row, over all readable segments; of two, the larger segment is named."""
    listed: list[tuple[str, list[str]]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith("."):
            continue
        try:
            keys = json.loads((path / _KEYS).read_text(encoding="utf-8"))
            if len(open_segment(path).vectors) == len(keys):
                listed.append((path.name, keys))
        except (OSError, ValueError):
            continue  # damaged: its texts are encoded again
    listed.sort(key=lambda segment: (len(segment[1]), segment[0]))
    return {key: (name, row) for name, keys in listed for row, key in enumerate(keys)}


def _store(
    folder: Path, keys: list[str], vectors: Vectors, tokens: Sequence[Tokens]
) -> dict[str, tuple[str, int]]:
    """Writes one segment, or nothing; returns where each key now lies."""
    name = uuid.uuid4().hex[:16]
    draft = folder / f".{name}"
    try:
        draft.mkdir(parents=True)
        write_array(draft / _VECTORS, vectors)
        write_array(draft / _FIRSTS, np.cumsum([0, *map(len, tokens)], dtype=np.int64))
        joined = concatenate(tokens)
        for attribute, file in _TOKENS.items():
            write_array(draft / file, getattr(joined, attribute))
        (draft / _KEYS).write_text(json.dumps(keys), encoding="utf-8")
        sync_all(draft)
        draft.rename(folder / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return {key: (name, row) for row, key in enumerate(keys)}
