"""Bringing a home's index up to date with the curriculum and the reader's files."""

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from index.analyse import ANALYSER
from index.backend import Generation
from index.collect import collect, current_name, generation_names, manifest_of
from index.cut import cut
from index.encoder import Encoder
from index.errors import IndexDamaged, StoreError, StoreUnavailable
from index.generation import FORMAT, Fingerprint, open_generation, publish
from index.home import Home
from index.indexed import indexed_of
from index.lexical import K1, B
from index.library import Library, ReadLibrary, read_library, stored_library
from index.lock import writing
from index.progress import Progress, silent
from index.store import Material, Store, store_of
from index.types import Update
from ingest.chunking.chunk import CHUNKER, body_offset
from ingest.digest import digest
from ingest.errors import SourceError
from ingest.folders import is_absent
from ingest.lineage import documents as identify
from ingest.read import READERS
from ingest.types import Chunk, Document


def fingerprint(encoder: Encoder, store: Store) -> Fingerprint:
    """What an index depends on besides its texts; a changed fingerprint makes it stale."""
    return {
        "format": FORMAT,
        "readers": READERS,
        "chunker": CHUNKER,
        "analyser": ANALYSER,
        "bm25": f"k1={K1} b={B}",
        "encoder": encoder.name,
        "encoder_fingerprint": encoder.fingerprint,
        **store.fingerprint,
    }


def update(
    home: Home,
    encoder: Encoder,
    paths: Sequence[Path] = (),
    corpus: bool | None = None,
    progress: Progress = silent,
    removed: Sequence[Path] = (),
) -> Update:
    """Adds `paths` to the home's library and brings its index up to date.

    Files whose bytes have changed are read again, and only texts that were not encoded before go
    through the encoder. Where nothing has changed, nothing is written.

    Args:
        home: made if it does not exist.
        encoder: encodes new passages.
        paths: files and folders to cover from now on.
        corpus: whether the curriculum is part of the index; None leaves it as it is.
        progress: told what is being done.
        removed: files and folders to leave out from now on; the files themselves stay.

    Raises:
        SourceError: if one of `paths` does not exist; nothing is changed then.
        HomeBusy, StoreError: if the home cannot be written to.
    """
    started = time.monotonic()
    absent = [str(path) for path in paths if is_absent(path)]
    if absent:
        raise SourceError(f"no such file or folder: {', '.join(absent)}")
    with writing(home, waiting=lambda: progress("waiting for another writer", 0, 0)):
        store = store_of(home)
        previous = _previous(home, store)
        library = stored_library(home.index).adding(paths, home.library)
        library = library.removing(removed, home.library)
        if corpus is not None:
            library = replace(library, corpus=corpus)
        same = _same_pipeline(previous, fingerprint(encoder, store))
        read = read_library(home, library, previous if same else None, progress)
        known = list(previous.documents.values()) if previous else []
        identified = identify(read.files, known)
        chunks, failed = cut(identified, previous if same else None, encoder, progress)
        documents = [each for each in identified if each.doc_id not in failed]
        for each in identified:
            if reason := failed.get(each.doc_id):
                read.leave_out(each.sources, reason)
        encoded = 0
        if same and previous and _unchanged(home, previous, library, documents, read):
            collect(home.index)
        else:
            encoded = _write(home, encoder, library, documents, chunks, read, progress)
        return replace(
            _change(known, documents),
            failed=tuple(read.failed),
            remarks=read.remarks,
            documents=len(documents),
            own=sum(source.topic is None for source, _ in read.files),
            chunks=len(chunks),
            encoded=encoded,
            seconds=time.monotonic() - started,
        )


def write_index(
    home: Home,
    encoder: Encoder,
    documents: Sequence[Document],
    progress: Progress = silent,
) -> None:
    """Makes an index of given documents alone, in a home of its own (test sets, trials).

    Raises:
        SourceError: if one of them cannot be cut into passages.
    """
    with writing(home):
        chunks, failed = cut(documents, None, encoder, progress)
        if failed:
            raise SourceError("; ".join(f"{name}: {reason}" for name, reason in failed.items()))
        library = Library(corpus=False)
        _write(home, encoder, library, documents, chunks, ReadLibrary(), progress)


def _previous(home: Home, store: Store) -> Generation | None:
    """The live generation, of any fingerprint, or the one before it if that is damaged.

    One that lies in a store which the settings no longer name may be gone with that: what it
    covered is in the home, and is read again.

    Raises:
        StoreUnavailable: if the store that the settings name cannot be reached.
    """
    for name in generation_names(home.index):
        try:
            return open_generation(home.index, None, partial(_named, name))
        except IndexDamaged:
            continue
        except StoreUnavailable:
            made_with = (manifest_of(home.index / name) or {}).get("fingerprint", {})
            if made_with.get("milvus") == store.fingerprint.get("milvus"):
                raise
    return None


def _named(name: str, _folder: Path) -> str:
    return name


def _same_pipeline(previous: Generation | None, made_with: Fingerprint) -> bool:
    """Whether what a generation holds can be taken over."""
    return (
        previous is not None
        and previous.manifest["fingerprint"] == dict(made_with)
        and previous.is_whole()
    )


def _parts(document: Document) -> tuple[str, ...]:
    """What of a document a search depends on."""
    questions = (question for _, question in document.metadata.get("questions", ()))
    return (document.doc_id, document.text, *questions)


def _change(known: Sequence[Document], documents: Sequence[Document]) -> Update:
    """An update with the counts of documents added, changed, unchanged, moved and removed."""
    before = {document.doc_id: document for document in known}
    now = {document.doc_id: document for document in documents}
    kept = before.keys() & now.keys()
    unchanged = [doc_id for doc_id in kept if before[doc_id].text == now[doc_id].text]
    return Update(
        added=len(now.keys() - kept),
        changed=len(kept) - len(unchanged),
        unchanged=len(unchanged),
        moved=sum(before[doc_id].sources != now[doc_id].sources for doc_id in unchanged),
        removed=len(before.keys() - kept),
    )


def _unchanged(
    home: Home,
    previous: Generation,
    library: Library,
    documents: Sequence[Document],
    read: ReadLibrary,
) -> bool:
    """Whether the previous generation is live and holds the same documents from the same places."""
    return (
        previous.name == current_name(home.index)
        and list(previous.documents.values()) == list(documents)
        and stored_library(home.index) == library
        and previous.manifest["digests"] == read.digests
        and previous.manifest["failed"] == [asdict(failure) for failure in read.failed]
        and previous.manifest.get("unread", {}) == read.unread
    )


def _write(
    home: Home,
    encoder: Encoder,
    library: Library,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    read: ReadLibrary,
    progress: Progress,
) -> int:
    """Writes and switches to a new generation; returns the number of texts encoded."""
    store = store_of(home)
    indexed = [indexed_of(chunk, encoder) for chunk in chunks]
    offsets = [body_offset(chunk, each.text) for chunk, each in zip(chunks, indexed, strict=True)]
    material = Material(documents, chunks, indexed, offsets)
    covered = {
        "roots": [str(root) for root in library.roots],
        "excluded": [str(path) for path in library.excluded],
        "corpus": library.corpus,
        "corpus_digest": digest(*(part for each in documents for part in _parts(each))),
        "digests": read.digests,
        "stamps": read.stamps,
        "unread": read.unread,
        "remarks": read.remarks,
        "failed": [asdict(failure) for failure in read.failed],
    }
    try:
        return publish(
            home.index,
            fingerprint(encoder, store),
            documents,
            chunks,
            covered,
            lambda draft: store.save(draft, material, encoder, progress),
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"{home.root} cannot be written to: {reason}; the index is as it was before"
        ) from error
