"""Which files make up a library: the curriculum's layer, the reader's folders and files."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from ingest.types import Failure

CURRICULUM_SECTIONS = "[0-9][0-9]-*"
"""Folders of the curriculum that hold topics; its plans and corrections are not ingested."""

_PASSED_OVER = (".", "~$")
"""Beginnings of names: hidden files, and what office programs leave beside an open document."""


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


def own_sources(roots: Iterable[Path]) -> tuple[list[Source], list[Failure]]:
    """The reader's own files under `roots` (files or folders), each once, in stable order.

    Hidden files and the lock files of office programs are passed over.

    Returns:
        The files, and what was refused: folders that cannot be listed, roots that are gone, and
        links that lead out of their root.
    """
    found: dict[Path, Source] = {}
    refused: list[Failure] = []
    for root in roots:
        for path in _files(root.absolute(), refused):
            found.setdefault(path.resolve(), Source(path, str(path)))
    return list(found.values()), refused


def _files(root: Path, refused: list[Failure]) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    if not root.is_dir():
        refused.append(Failure(str(root), "no longer there; what it held is not in the index"))
        return

    def denied(error: OSError) -> None:
        refused.append(Failure(str(error.filename), "cannot be listed; see its permissions"))

    inside = root.resolve()
    for folder, names, files in os.walk(root, onerror=denied):
        names[:] = sorted(name for name in names if not name.startswith("."))
        linked = [name for name in names if (Path(folder) / name).is_symlink()]
        for name in sorted([*files, *linked]):
            path = Path(folder) / name
            if name.startswith(_PASSED_OVER):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                refused.append(Failure(str(path), "a link that leads out of the folder"))
            elif path.is_file():
                yield path
