"""Writing files so that a crash at any instant leaves the old state or the new one, never half."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from importlib.resources.abc import Traversable
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
    """Writes an array in NumPy's format; see `write_blocks`."""
    write_blocks(path, [array], len(array))


def write_blocks(path: Path, blocks: Iterable[npt.NDArray[Any]], rows: int) -> None:
    """Writes arrays, at least one, as one array in NumPy's format; one at a time is in memory.

    `numpy.save` hands the bytes to a C stream and ignores that closing it may fail: on a disk that
    is just full, a small array ends up cut off with nothing said. A memory-mapped file would end
    the process there.

    Args:
        path: of the file.
        blocks: alike but for their numbers of rows.
        rows: of all together.

    Raises:
        OSError: if not all of it could be written.
    """
    header: dict[str, Any] = {}
    with path.open("wb") as stream:
        for block in map(np.ascontiguousarray, blocks):
            if not header:
                header = npy.header_data_from_array_1_0(block)
                header["shape"] = (rows, *block.shape[1:])
                npy.write_array_header_1_0(stream, header)
            stream.write(block.data)


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
    """Writes JSON lines; halves of characters, which no file takes, as JSON's escapes."""
    with path.open("w", encoding="utf-8", errors="backslashreplace") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_lines(path: Path | Traversable, parse: Callable[[str], Any] = json.loads) -> Iterator[Any]:
    """Reads JSON lines; separators of Unicode end no line, since texts may hold them.

    Args:
        path: of a file in UTF-8; blank lines are passed over.
        parse: makes a value of a line, or raises a ValueError that says what is wrong with it.

    Raises:
        ValueError: if the file cannot be read, or naming the first line that does not fit.
    """
    for number, line in numbered_lines(path):
        yield _parsed(line, parse, f"{path}, line {number}")


def numbered_lines(path: Path | Traversable) -> Iterator[tuple[int, str]]:
    """The lines of a file in UTF-8 that are not blank, with their numbers from 1.

    Raises:
        ValueError: if the file cannot be read.
    """
    try:
        with path.open("r", encoding="utf-8-sig") as stream:  # some editors begin with a mark
            yield from (
                (number, line.rstrip("\n")) for number, line in enumerate(stream, 1) if line.strip()
            )
    except FileNotFoundError as error:
        raise ValueError(f"{path}: cannot be read: no such file") from error
    except IsADirectoryError as error:
        raise ValueError(f"{path}: cannot be read: a folder; name a file of JSON lines") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: cannot be read as UTF-8 text") from error


def _parsed(line: str, parse: Callable[[str], Any], where: str) -> Any:  # noqa: ANN401
    try:
        return parse(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"{where}: not JSON ({error})") from error
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error
