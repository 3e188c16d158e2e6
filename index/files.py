"""Writing files so that a crash at any instant leaves the old state or the new one, never half."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy


def write_atomic(path: Path, text: str) -> None:
    """Replaces `path` by one rename, after its bytes have reached the disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        _sync(draft)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_array(path: Path, array: npt.NDArray[Any]) -> None:
    """Writes an array in NumPy's format.

    `numpy.save` hands the bytes to a C stream and ignores that closing it may fail: on a disk that
    is just full, a small array ends up cut off with nothing said.

    Raises:
        OSError: if not all of it could be written.
    """
    array = np.ascontiguousarray(array)
    with path.open("wb") as stream:
        npy.write_array_header_1_0(stream, npy.header_data_from_array_1_0(array))
        stream.write(array.data)


def sync_all(folder: Path) -> None:
    """Waits until the files of a folder, and their names, have reached the disk."""
    for path in folder.iterdir():
        _sync(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Makes renames within a folder durable, where the platform lets folders be synchronised."""
    if os.name != "nt":
        _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Writes JSON lines."""
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Reads JSON lines; only a line feed ends a line, since texts may hold any other separator."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield json.loads(line)
