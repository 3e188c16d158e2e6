"""Which files make up a library: the curriculum's layer, the reader's folders and files."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from ingest.folders import files_under
from ingest.types import Failure

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


def own_sources(roots: Iterable[Path]) -> tuple[list[Source], list[Failure]]:
    """The reader's own files under `roots` (files or folders), each once, in stable order.

    Returns:
        The files, and what was refused, with the reason.
    """
    found: dict[Path, Source] = {}
    refused: list[Failure] = []
    for root in roots:
        for path in files_under(root.absolute(), refused):
            found.setdefault(path.resolve(), Source(path, str(path)))
    return list(found.values()), refused
