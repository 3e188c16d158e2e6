"""What a home's index holds, and how it stands against the files it was made from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from unicodedata import normalize

from index.backend import Generation
from index.home import Home
from index.library import covered, stored_library
from ingest.digest import file_sha256
from ingest.sources import curriculum_folder, curriculum_sources
from ingest.types import Document, Failure


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of an index.

    Attributes:
        format: of its file, such as ``pdf``.
        own: whether it is the reader's, not the curriculum's.
        characters: of its text.
        remarks: what was left out or mended in reading it.
        changed: when the last of its files was; None if none is there any more.
    """

    doc_id: str
    title: str
    format: str
    sources: tuple[str, ...]
    own: bool
    chunks: int
    characters: int
    remarks: tuple[str, ...]
    changed: datetime | None


class State(StrEnum):
    """How a file stands against the index."""

    CHANGED = "changed since it was read"
    MISSING = "no longer there"
    NEW = "not read yet"


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at the files found; nothing found means that the index is up to date.

    Attributes:
        states: of files that differ from what the index holds, by source.
        failed: files that could not be read when the index was made.
        whole: whether the store still holds all that was written.
    """

    states: dict[str, State]
    failed: tuple[Failure, ...]
    whole: bool


def catalogue(generation: Generation) -> list[Entry]:
    """Every document of a generation, the curriculum first."""
    chunks = Counter(chunk.doc_id for chunk in generation.chunks)
    remarks = generation.manifest["remarks"]
    entries = [
        Entry(
            doc_id=document.doc_id,
            title=document.title,
            format=str(document.metadata.get("format", "")),
            sources=document.sources,
            own=not _of_curriculum(document.sources),
            chunks=chunks[document.doc_id],
            characters=len(document.text),
            remarks=tuple(x for source in document.sources for x in remarks.get(source, ())),
            changed=max(filter(None, map(_changed, document.sources)), default=None),
        )
        for document in generation.documents.values()
    ]
    return sorted(entries, key=lambda entry: (entry.own, entry.sources))


def check(home: Home, generation: Generation) -> Check:
    """Compares the files that a home covers with what its index holds; reads every file's bytes."""
    library = stored_library(home.index)
    own, _ = covered(home, library)
    sources = [*(curriculum_sources() if library.corpus else ()), *own]
    failed = tuple(Failure(**failure) for failure in generation.manifest["failed"])
    known_bad = {failure.source for failure in failed}
    digests: dict[str, str] = generation.manifest["digests"]

    states: dict[str, State] = {}
    for source in sources:
        if source.name not in digests:
            if source.name not in known_bad:
                states[source.name] = State.NEW
        elif _digest(source.path) != digests[source.name]:
            states[source.name] = State.CHANGED
    present = {source.name for source in sources}
    states |= {name: State.MISSING for name in digests if name not in present}
    return Check(states, failed, generation.is_whole())


def paths_named(
    home: Home, generation: Generation, names: Sequence[str]
) -> tuple[list[Path], list[str]]:
    """The reader's files and folders that are meant by `names`.

    Args:
        home: whose library is meant.
        generation: the live one.
        names: each a document's id, or the path of a file or folder that the index covers.

    Returns:
        The paths, and the names that mean nothing here.
    """
    sources = (Path(x) for doc in generation.documents.values() for x in doc.sources)
    covered = {each for path in sources for each in (path, *path.parents)}
    # Some systems store names decomposed; what a reader types is composed.
    by_name = {normalize("NFC", str(path)): path for path in covered}
    by_name |= {normalize("NFC", str(root)): root for root in stored_library(home.index).roots}
    found: list[Path] = []
    unknown: list[str] = []
    for name in names:
        document = generation.documents.get(name)
        path = Path(name).absolute()
        if document and not _of_curriculum(document.sources):
            found += map(Path, document.sources)
        elif path in covered:
            found.append(path)
        elif near := by_name.get(normalize("NFC", str(path))):
            found.append(near)
        else:
            unknown.append(name)
    return found, unknown


def _of_curriculum(sources: Sequence[str]) -> bool:
    return sources[0].startswith("corpus/")


def file_of(document: Document) -> Path | None:
    """The file that a document was read from, None if it is no longer there."""
    files = (_path(source) for source in document.sources)
    return next((file for file in files if file.is_file()), None)


def _path(source: str) -> Path:
    return curriculum_folder().parent / source if _of_curriculum([source]) else Path(source)


def _changed(source: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(_path(source).stat().st_mtime, UTC)
    except OSError:
        return None


def _digest(path: Path) -> str | None:
    try:
        return file_sha256(path)
    except OSError:
        return None
