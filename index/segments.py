"""Sentence and token vectors in immutable segments, shared by generations, reused by content.

What the encoder made of a passage is named by ``digest(encoder fingerprint, embedded text,
questions)``, so that nothing is encoded twice: not when a file is renamed, not when a paragraph
moves, not when an interrupted run is repeated. A segment is a folder that appears by one rename,
complete, with the checksums of its files. They are compared when an ingestion takes vectors over;
when a segment is opened, lengths alone are, since reading gigabytes would take seconds.
"""

import json
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.checksums import is_sound, write_checksums
from index.encoder import Encoder, Vectors
from index.files import sync_all, sync_folder, write_array, write_blocks
from index.indexed import Indexed, encode
from index.tokens import Tokens

SEGMENT_PASSAGES = 1024
"""Passages encoded before they are stored: about what an interruption may cost."""

_MANY = 12
"""Segments of one generation, beyond which they are written together as one."""
_KEYS, _VECTORS, _FIRSTS = "keys.json", "vectors.npy", "firsts.npy"
_TOKENS = {"vectors": "tokens.npy", "spans": "spans.npy", "pieces": "pieces.npy"}

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Segment:
    """One opened segment; arrays are memory-mapped.

    Attributes:
        vectors: [n_passages, dim] float32, unit rows.
        tokens: of all passages, one after the other.
        firsts: [n_passages + 1] int64, where the tokens of each begin, and where the last end.
    """

    vectors: Vectors
    tokens: Tokens
    firsts: Rows

    def tokens_of(self, row: int) -> Tokens:
        """The tokens of one passage, those of its questions included."""
        return self.tokens[int(self.firsts[row]) : int(self.firsts[row + 1])]


@dataclass(frozen=True, slots=True)
class Embedded:
    """Where the vectors of passages lie, and what it took to have them.

    Attributes:
        vectors: [n_passages, dim] float32, unit rows.
        encoded: passages that went through the encoder.
        segments: names of the segments that hold the vectors.
        places: [n_passages, 2] int64, segment (by its position in `segments`) and row in it.
    """

    vectors: Vectors
    encoded: int
    segments: tuple[str, ...]
    places: Rows


def embed(
    folder: Path,
    encoder: Encoder,
    passages: Sequence[Indexed],
    progress: Callable[[int, int], None] | None = None,
) -> Embedded:
    """The vectors of passages: stored ones where there are any, the rest encoded and stored.

    Args:
        folder: of the segments; only a holder of the writer's lock may call this.
        encoder: used for what is not stored.
        passages: any number, in any order, repetitions included.
        progress: called with texts encoded so far and texts to encode in all.
    """
    keys = [passage.key(encoder.fingerprint) for passage in passages]
    stored = _stored(folder)
    missing = {key: each for key, each in zip(keys, passages, strict=True) if key not in stored}
    todo = list(missing.items())
    # The longest first: similar lengths share a batch, and the time left is not underestimated.
    todo.sort(key=lambda item: -len(item[1].text))
    total = sum(1 + len(each.questions) for _, each in todo)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, total)

    for first in range(0, len(todo), SEGMENT_PASSAGES):
        part = todo[first : first + SEGMENT_PASSAGES]
        vectors, tokens = encode(encoder, [each for _, each in part], advance)
        stored |= _store(folder, [key for key, _ in part], [vectors], tokens)
    if not keys:
        return Embedded(np.empty((0, 1), np.float32), 0, (), np.empty((0, 2), np.int64))

    used = sorted({stored[key][0] for key in keys})
    opened = {name: open_segment(folder / name) for name in used}
    rows = np.stack([opened[name].vectors[row] for name, row in map(stored.__getitem__, keys)])
    if len(used) > _MANY:
        unique = dict(zip(keys, range(len(keys)), strict=True))
        places = [stored[key] for key in unique]
        tokens = [opened[name].tokens_of(row) for name, row in places]  # views: nothing is read yet
        stored = _store(folder, list(unique), _parts(rows, list(unique.values())), tokens)
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
    """What segments hold, by key: the vector of a passage, [dim] float32, and its tokens.

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
    """Key to segment and row, over all sound segments; of two, the larger segment is named."""
    listed: list[tuple[str, list[str]]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith("."):
            continue
        try:
            keys = json.loads((path / _KEYS).read_text(encoding="utf-8"))
            if is_sound(path) and len(open_segment(path).vectors) == len(keys):
                listed.append((path.name, keys))
        except (OSError, ValueError):
            continue  # damaged: its texts are encoded again
    listed.sort(key=lambda segment: (len(segment[1]), segment[0]))
    return {key: (name, row) for name, keys in listed for row, key in enumerate(keys)}


def _parts(rows: Vectors, chosen: Sequence[int]) -> Iterator[Vectors]:
    """Some rows of an array, so many at a time as a segment usually has."""
    for first in range(0, len(chosen), SEGMENT_PASSAGES):
        yield rows[chosen[first : first + SEGMENT_PASSAGES]]


def _store(
    folder: Path, keys: list[str], vectors: Iterable[Vectors], tokens: Sequence[Tokens]
) -> dict[str, tuple[str, int]]:
    """Writes one segment, or nothing; returns where each key now lies.

    Args:
        folder: of the segments.
        keys: of the passages, at least one.
        vectors: in blocks of any number of rows.
        tokens: of each passage; they are copied one after the other.
    """
    name = uuid.uuid4().hex[:16]
    draft = folder / f".{name}"
    try:
        draft.mkdir(parents=True)
        firsts = np.cumsum([0, *map(len, tokens)], dtype=np.int64)
        write_blocks(draft / _VECTORS, vectors, len(keys))
        write_array(draft / _FIRSTS, firsts)
        for attribute, file in _TOKENS.items():
            write_blocks(draft / file, (getattr(x, attribute) for x in tokens), int(firsts[-1]))
        (draft / _KEYS).write_text(json.dumps(keys), encoding="utf-8")
        write_checksums(draft)
        sync_all(draft)
        draft.rename(folder / name)
        sync_folder(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return {key: (name, row) for row, key in enumerate(keys)}
