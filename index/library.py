"""What a home's index covers, and reading it: only files that changed are parsed again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.backend import Generation
from index.collect import generation_names, manifest_of
from index.home import Home
from index.progress import Progress
from ingest.content import Content, Structure
from ingest.digest import digest, file_sha256
from ingest.errors import SourceError
from ingest.folders import unopened
from ingest.limits import MAX_BYTES
from ingest.questions import files_of
from ingest.reading import FileReader
from ingest.sources import Source, curriculum_sources, own_sources
from ingest.types import Document, Failure


@dataclass(frozen=True, slots=True)
class Library:
    """What an index is to cover.

    Attributes:
        roots: files and folders of the reader's, absolute.
        excluded: files and folders under the roots that the reader has removed from the index.
        corpus: whether the curriculum is part of it.
    """

    roots: tuple[Path, ...] = ()
    excluded: tuple[Path, ...] = ()
    corpus: bool = True

    def adding(self, paths: Iterable[Path], always: Path | None = None) -> "Library":
        """The library with `paths` as further roots, nothing under them excluded any more.

        What lies in the folder `always` needs no root, unless a folder above it is excluded: it is
        covered anyway.
        """
        added = tuple(path.absolute() for path in paths)
        kept = tuple(out for out in self.excluded if not _under_any(out, added))
        needed = (
            path
            for path in added
            if always is None or not _under(path, always) or _under_any(path, kept)
        )
        return Library(tuple(dict.fromkeys([*self.roots, *needed])), kept, self.corpus)

    def removing(self, paths: Iterable[Path], always: Path | None = None) -> "Library":
        """The library without `paths` and all below them, however it was added.

        Roots are forgotten; what another root, or the folder `always`, still holds is excluded.
        """
        gone = [path.absolute() for path in paths]
        if always and _under_any(always, gone):
            gone.append(always)
        roots = tuple(root for root in self.roots if not _under_any(root, gone))
        kept = (out for out in self.excluded if not _under_any(out, gone))
        below = [
            path
            for path in gone
            if _under_any(path, roots) or not any(_under(root, path) for root in self.roots)
        ]
        return Library(roots, tuple(dict.fromkeys([*kept, *below])), self.corpus)

    def covers(self, path: Path) -> bool:
        """Whether a file under one of the roots is to be read.

        Of the folders above it that were added or removed, the nearest decides.
        """
        if not _under_any(path, self.excluded):
            return True
        named = {*self.roots, *self.excluded}
        nearest = next(folder for folder in (path, *path.parents) if folder in named)
        return nearest in self.roots


@dataclass(frozen=True, slots=True)
class ReadLibrary:
    """Everything a library covers, read.

    Attributes:
        files: in order, the curriculum first.
        digests: of each file that was read, by the source's name; see `content_digest`.
        unread: the same of each file that could not be; empty where it could not even be opened.
        stamps: of all these files, from before they were read; see `stamp`.
        remarks: of files that were read, what was left out or mended.
        failed: what could not be read, and why.
    """

    files: list[tuple[Source, Content]] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, list[int]] = field(default_factory=dict)
    remarks: dict[str, Sequence[str]] = field(default_factory=dict)
    failed: list[Failure] = field(default_factory=list)

    def leave_out(self, names: Sequence[str], reason: str) -> None:
        """Counts files that were read, but turned out to be of no use, among those that failed."""
        self.files[:] = [file for file in self.files if file[0].name not in names]
        for name in names:
            self.failed.append(Failure(name, reason))
            self.unread[name] = self.digests.pop(name)
            self.remarks.pop(name, None)


def stored_library(folder: Path) -> Library:
    """What the index in a folder covers; without one, the curriculum alone.

    It is read from the newest manifest that can be read, so that what a reader has added is
    remembered even where the index is damaged or of another version.
    """
    manifests = (manifest_of(folder / name) for name in generation_names(folder))
    manifest = next((manifest for manifest in manifests if manifest), None)
    if manifest is None:
        return Library()
    roots, excluded = (tuple(map(Path, manifest.get(key, ()))) for key in ("roots", "excluded"))
    return Library(roots, excluded, manifest.get("corpus", True))


def covered(home: Home, library: Library) -> tuple[list[Source], list[Failure]]:
    """The reader's own files that a library covers, and what of it is refused, with the reason."""
    kept = [home.library] if home.library.exists() else []
    sources, refused = own_sources([*kept, *library.roots])
    return (
        [source for source in sources if library.covers(source.path)],
        [failure for failure in refused if library.covers(Path(failure.source))],
    )


def read_library(
    home: Home, library: Library, previous: Generation | None, progress: Progress
) -> ReadLibrary:
    """Reads what a library covers.

    Args:
        home: whose own folder of files is always covered.
        library: what is covered besides.
        previous: its texts stand for files whose bytes have not changed since; None reads all.
        progress: told how many files are read.
    """
    own, refused = covered(home, library)
    sources = [*(curriculum_sources() if library.corpus else ()), *own]
    made = ReadLibrary(failed=refused)
    unchanged = _by_digest(previous)
    with FileReader() as reader:
        for number, source in enumerate(sources, 1):
            progress("reading", number - 1, len(sources))
            key = ""
            try:
                key, made.stamps[source.name] = _digest(source.path)
                content = unchanged.get((source.name, key)) or reader.read(
                    source.path,
                    any_ending=source.path in library.roots or _under(source.path, home.library),
                )
            except SourceError as error:
                made.failed.append(Failure(source.name, str(error)))
                made.unread[source.name] = key
                continue
            made.files.append((source, content))
            made.digests[source.name] = key
            if content.remarks:
                made.remarks[source.name] = content.remarks
    progress("reading", len(sources), len(sources))
    return made


def stamp(path: Path) -> list[int]:
    """Size in bytes and time of the last change in ns, of a file and of the questions beside it.

    Equal ones save reading a file again.
    """
    found = [each.stat() for each in files_of(path)]
    return [value for each in found for value in (each.st_size, each.st_mtime_ns)]


def content_digest(path: Path) -> str:
    """The SHA-256 of a file; together with that of the questions beside it, if there are any."""
    first, *others = map(file_sha256, files_of(path))
    return digest(first, *others) if others else first


def _under(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def _under_any(path: Path, folders: Iterable[Path]) -> bool:
    return any(_under(path, folder) for folder in folders)


def _digest(path: Path) -> tuple[str, list[int]]:
    """What a file's bytes are named by, and its stamp from before it was read."""
    try:
        seen = stamp(path)
        if seen[0] > MAX_BYTES:
            raise SourceError(f"larger than {MAX_BYTES // 1_000_000} MB")
        return content_digest(path), seen
    except OSError as error:
        raise SourceError(unopened(error)) from error


def _by_digest(previous: Generation | None) -> Mapping[tuple[str, str], Content]:
    """Content by source and digest of the file's bytes, as the previous generation holds it."""
    if previous is None:
        return {}
    digests, remarks = previous.manifest["digests"], previous.manifest["remarks"]
    return {
        (source, digests[source]): _content(document, remarks.get(source, ()))
        for document in previous.documents.values()
        for source in document.sources
        if source in digests
    }


def _content(document: Document, remarks: Sequence[str]) -> Content:
    metadata = dict(document.metadata)
    structure = Structure(metadata.pop("structure"))
    return Content(
        document.text, structure, document.title, document.locations, metadata, tuple(remarks)
    )
