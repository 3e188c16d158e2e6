"""Checksums of the files of a folder, kept among them: a bit that flips on a disk says nothing."""

import json
from functools import lru_cache
from pathlib import Path

from index.collect import MANIFEST
from ingest.digest import file_sha256


def write_checksums(folder: Path) -> None:
    """Writes the SHA-256 of every file of a folder into its manifest."""
    files = {path.name: file_sha256(path) for path in sorted(folder.iterdir())}
    (folder / MANIFEST).write_text(json.dumps({"files": files}, indent=1), encoding="utf-8")


def is_sound(folder: Path) -> bool:
    """Whether the files of a folder are those whose checksums were written.

    All of them are read, about a second for each gigabyte; once in a process, as long as size and
    time of change stay the same. A folder without a manifest is taken as it is: versions before
    this one wrote none.
    """
    try:
        manifest = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return folder.is_dir()
    except (OSError, ValueError):
        return False
    try:
        expected = json.loads(manifest)["files"]
        return all(_sha256(folder / name) == sha256 for name, sha256 in expected.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _sha256(path: Path) -> str:
    found = path.stat()
    return _read(path, (found.st_size, found.st_mtime_ns))


@lru_cache(maxsize=10_000)
def _read(path: Path, _stamp: tuple[int, int]) -> str:
    return file_sha256(path)
