"""`viva ingest`: brings the index up to date, once or for as long as it is left running."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import VivaError
from ui.console import note, out, out_json, progress_bar, table
from ui.options import HomeOption, JsonOption

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.home import Home
    from index.types import Update


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files or folders of your own to add or refresh."),
    ] = None,
    no_corpus: Annotated[
        bool, typer.Option("--no-corpus", help="Leave the curriculum out of the index.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and follow every change, until Ctrl-C.")
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Bring the index up to date with the curriculum and your own files."""
    from index.encoder import Encoder
    from index.home import open_home
    from index.settings import load_settings

    desk = open_home(home)
    encoder = Encoder(load_settings(desk.settings).embedding.model)
    done = _update(desk, encoder, paths or (), not no_corpus, json)
    if watch:
        for _ in _changes(desk):
            _update(desk, encoder, (), not no_corpus, json)
    if done.failed and not done.documents:
        raise VivaError("none of the files could be read; see the reasons above")


def _update(
    desk: "Home", encoder: "Encoder", paths: Iterable[Path], corpus: bool, json: bool
) -> "Update":
    from index.update import update

    with progress_bar() as progress:
        done = update(desk, encoder, list(paths), corpus=corpus, progress=progress)
    if json:
        out_json(report(done))
    else:
        _show(done)
    return done


def _changes(desk: "Home") -> Iterator[object]:
    """Yields whenever files that the library covers have changed and come to rest."""
    from watchfiles import watch as changes

    from index.generation import open_generation
    from index.library import stored_library

    library = stored_library(open_generation(desk.index, None))
    desk.library.mkdir(parents=True, exist_ok=True)
    roots = [path for path in (desk.library, *library.roots) if path.exists()]
    note(f"watching {', '.join(map(str, roots))}; Ctrl-C ends it")
    yield from changes(*roots, raise_interrupt=True)


def report(done: "Update") -> dict[str, object]:
    """An update as JSON values."""
    return {**asdict(done), "seconds": round(done.seconds, 3)}


def _show(done: "Update") -> None:
    out(f"{done.documents} documents, {done.chunks} passages in the index")
    out(
        f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, "
        f"{done.removed} removed; {done.encoded} passages encoded in {done.seconds:.1f} s"
    )
    remarks = [(name, "read", remark) for name, each in done.remarks.items() for remark in each]
    failures = [(failure.source, "not read", failure.reason) for failure in done.failed]
    if rows := remarks + failures:
        note(table(("file", "", "remark"), rows))
