"""What a home's index holds, and how it stands against the files it was made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from index.backend import Generation
from index.home import Home
from index.library import content_digest, covered, stamp, stored_library
from ingest.folders import absolute
from ingest.limits import MAX_BYTES
from ingest.sources import Source, curriculum_folder, curriculum_sources
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
    """What a look at the files found; no states, and whole, means that the index is up to date.

    Attributes:
        states: of files that are no longer as they were when the index was made, by source.
        failed: files that could not be read then.
        whole: whether the store still holds all that was written; a quick look does not ask.
    """

    states: dict[str, State]
    failed: tuple[Failure, ...]
    whole: bool


def catalogue(generation: Generation) -> list[Entry]:
    """Every document of a generation, the curriculum first."""
    remarks = generation.manifest["remarks"]
    entries = [
        Entry(
            doc_id=document.doc_id,
            title=document.title,
            format=str(document.metadata.get("format", "")),
            sources=document.sources,
            own=not _of_curriculum(document.sources),
            chunks=document.passages,
            characters=document.characters,
            remarks=tuple(x for source in document.sources for x in remarks.get(source, ())),
            changed=max(filter(None, map(_changed, document.sources)), default=None),
        )
        for document in generation.outlines
    ]
    return sorted(entries, key=lambda entry: (entry.own, entry.sources))


def check(home: Home, generation: Generation, *, quick: bool = False) -> Check:
    """Compares the files that a home covers with what its index holds.

    Args:
        home: whose files are meant.
        generation: the live one.
        quick: take a file for unchanged if its size and time of last change are those it had when
            it was read; otherwise every file's bytes are read.
    """
    library = stored_library(home.index)
    own, _ = covered(home, library)
    sources = [*(curriculum_sources() if library.corpus else ()), *own]
    failed = tuple(Failure(**failure) for failure in generation.manifest["failed"])
    known_bad = {failure.source for failure in failed}
    # A file that could not be read may have been mended since.
    digests: dict[str, str] = {
        **generation.manifest["digests"],
        **generation.manifest.get("unread", {}),
    }
    stamps = generation.manifest.get("stamps", {}) if quick else {}

    def is_changed(source: Source) -> bool:
        try:
            now = stamp(source.path)
            if now == stamps.get(source.name):
                return False
            if now[0] > MAX_BYTES:
                found = ""
            else:
                found = _digest(source.path, tuple(now)) if quick else content_digest(source.path)
        except OSError:
            found = ""
        return found != digests[source.name]

    states: dict[str, State] = {}
    for source in sources:
        if source.name not in digests:
            if source.name not in known_bad:
                states[source.name] = State.NEW
        elif is_changed(source):
            states[source.name] = State.CHANGED
    present = {source.name for source in sources}
    states |= {name: State.MISSING for name in digests if name not in present}
    return Check(states, failed, quick or generation.is_whole())


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
    documents = {document.doc_id: document.sources for document in generation.outlines}
    paths = (Path(source) for sources in documents.values() for source in sources)
    covered = {each for path in paths for each in (path, *path.parents)}
    # Some systems store names decomposed; what a reader types is composed.
    by_name = {normalize("NFC", str(path)): path for path in covered}
    by_name |= {normalize("NFC", str(root)): root for root in stored_library(home.index).roots}
    found: list[Path] = []
    unknown: list[str] = []
    for name in names:
        sources = documents.get(name)
        path = absolute(name)
        if sources and not _of_curriculum(sources):
            found += map(Path, sources)
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


@lru_cache(maxsize=100_000)
def _digest(path: Path, _stamp: tuple[int, ...]) -> str:
    """A file's digest, read once for each stamp: some files were touched and hold the same."""
    return content_digest(path)
