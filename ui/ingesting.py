"""Changes to a library while the pages keep answering: one after the other, in a thread."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from index.backend import Generation
from index.errors import StoreError
from index.home import Home
from index.search import Searcher
from index.shelf import keep
from index.types import Update
from index.update import update
from ingest.errors import VivaError


@dataclass(frozen=True, slots=True)
class Result:
    """What has become of one file.

    Attributes:
        outcome: how many passages it has, or why it was not read.
    """

    name: str
    read: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Status:
    """How far the changes are.

    Attributes:
        pending: how many changes were asked for and are not finished.
        doing: what the running one does, in words; empty between two of them.
        done: steps of `total`.
        results: of the files handed in since nothing was pending.
        removed: what the last change removed, and can be put back.
        error: why a change failed as a whole, in one line.
    """

    pending: int = 0
    doing: str = ""
    done: int = 0
    total: int = 0
    results: tuple[Result, ...] = ()
    removed: tuple[str, ...] = ()
    error: str = ""


class Ingesting:
    """Changes the library of a home, in the order in which the changes are asked for."""

    def __init__(self, home: Home, searcher: Searcher) -> None:
        self._home = home
        self._searcher = searcher
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="ingesting")
        self._lock = threading.RLock()
        self.status = Status()

    def add(self, files: Sequence[tuple[Path, str]]) -> None:
        """Takes files into the library.

        Args:
            files: each with the name it was handed in with; it is removed once it is copied.
        """
        self._begin(
            f"taking in {len(files)} file{'s' * (len(files) != 1)}", lambda: self._add(files)
        )

    def remove(self, paths: Sequence[Path]) -> None:
        """Leaves files out of the index; they stay where they lie."""
        self._begin("removing", lambda: self._remove(paths))

    def restore(self, paths: Sequence[Path]) -> None:
        """Takes files back that were left out."""
        self._begin("putting back", lambda: self._update(paths))

    def refresh(self) -> None:
        """Looks at every file again."""
        self._begin("looking at every file", self._update)

    def wait(self) -> None:
        """Returns when everything that was asked for so far is done."""
        self._worker.submit(lambda: None).result()

    def _begin(self, doing: str, change: Callable[[], object]) -> None:
        with self._lock:
            status = self.status if self.status.pending else Status()
            self.status = replace(status, pending=status.pending + 1)
        self._worker.submit(self._change, doing, change)

    def _change(self, doing: str, change: Callable[[], object]) -> None:
        self._set(doing=doing, removed=())
        try:
            change()
        except VivaError as error:
            self._set(error=str(error))
        except Exception:
            logging.getLogger(__name__).exception("a change of the library failed")
            self._set(error="Something went wrong on our side; the library is as it was.")
        finally:
            with self._lock:
                self._set(pending=self.status.pending - 1, doing="", done=0, total=0)

    def _add(self, files: Sequence[tuple[Path, str]]) -> None:
        refused: list[Result] = []
        kept: list[tuple[Path, str]] = []
        for file, name in files:
            try:
                path, is_new = keep(self._home, file, name)
                kept.append((path, "" if is_new else "there already"))
            except StoreError as error:
                refused.append(Result(name, False, str(error)))
            finally:
                file.unlink(missing_ok=True)
        self._set(results=(*self.status.results, *refused))
        done = self._update([path for path, _ in kept])
        reasons = {failure.source: failure.reason for failure in done.failed}
        generation = self._searcher.generation
        taken = (_result(path, remark, reasons, generation) for path, remark in kept)
        self._set(results=(*self.status.results, *taken))

    def _remove(self, paths: Sequence[Path]) -> None:
        self._update(removed=paths)
        self._set(removed=tuple(map(str, paths)))

    def _update(self, paths: Sequence[Path] = (), removed: Sequence[Path] = ()) -> Update:
        done = update(
            self._home, self._searcher.encoder, paths, progress=self._progress, removed=removed
        )
        # Opened here, so that the next question need not wait for it.
        _ = self._searcher.generation
        return done

    def _progress(self, what: str, done: int, total: int) -> None:
        self._set(doing=what, done=done, total=total)

    def _set(self, **changed: object) -> None:
        with self._lock:
            self.status = replace(self.status, **changed)  # type: ignore[arg-type]


def _result(path: Path, remark: str, reasons: dict[str, str], generation: Generation) -> Result:
    """What has become of a file that was kept."""
    if reason := reasons.get(str(path)):
        return Result(path.name, False, reason)
    found = (doc for doc in generation.outlines if str(path) in doc.sources)
    document = next(found, None)
    if document is None:
        return Result(path.name, False, "not read; look at every file again")
    count = document.passages
    twins = [Path(source).name for source in document.sources if source != str(path)]
    same = f"the same text as {', '.join(twins)}" if twins else ""
    notes = "; ".join(
        note for note in (f"{count} passage{'s' * (count != 1)}", remark, same) if note
    )
    return Result(path.name, True, notes)
