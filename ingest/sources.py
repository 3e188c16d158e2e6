"""Which files make up a library: the curriculum's layer, the reader's folders and files."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from ingest.errors import SourceError

CURRICULUM_SECTIONS = "[0-9][0-9]-*"
"""Folders of the curriculum that hold topics; its plans and corrections are not ingested."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read.

    Attributes:
        name: what citations show: ``corpus/section/topic.md``, or the file's absolute path.
        topic: ``section/topic`` for a file of the curriculum, None for the reader's own.
    """

    path: Path
    name: str
    topic: str | None = None


def curriculum_folder() -> Path:
    """The folder of the bundled curriculum, in a checkout or in an installed package."""
    return Path(str(resources.files("corpus")))


def curriculum_sources(folder: Path | None = None) -> list[Source]:
    """The curriculum's topic files, in study order of their sections."""
    folder = folder or curriculum_folder()
    files = sorted(folder.glob(f"{CURRICULUM_SECTIONS}/*.md"))
    return [
        Source(path, f"corpus/{path.parent.name}/{path.name}", f"{path.parent.name}/{path.stem}")
        for path in files
    ]


def own_sources(roots: Iterable[Path]) -> list[Source]:
    """The reader's own files under `roots` (files or folders), each once, in stable order.

    Hidden files and folders are passed over, and so are links that lead out of their folder.

    Raises:
        SourceError: if a root cannot be listed.
    """
    found: dict[Path, Source] = {}
    for root in roots:
        for path in _files(root.absolute()):
            found.setdefault(path.resolve(), Source(path, str(path)))
    return list(found.values())


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    if not root.is_dir():
        return
    if not os.access(root, os.R_OK | os.X_OK):
        raise SourceError(f"{root}: the folder cannot be listed; check its permissions")
    inside = root.resolve()
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if name.startswith(".") or not path.is_file():
                continue
            if path.resolve().is_relative_to(inside):
                yield path
