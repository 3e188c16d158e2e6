"""`viva ingest`: brings the index up to date, once or for as long as it is left running."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import VivaError
from ui.console import counted, note, out, out_json, progress_bar, table
from ui.options import HomeOption, JsonOption, named_path

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.home import Home
    from index.types import Update

Row = tuple[str, str, str]

_SHOWN = 10
"""Files of which the same is said that are shown."""


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            parser=named_path,
            help="Files or folders of your own to add or refresh.",
        ),
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
    from index.encoder import encoder_of
    from index.home import open_home
    from ingest.folders import shown

    desk = open_home(home)
    encoder = encoder_of(desk)
    if watch:
        _follow(desk, encoder, paths or (), not no_corpus, json)
        return
    done = _update(desk, encoder, paths or (), not no_corpus)
    if json:
        out_json(report(done))
    else:
        _show(done)
    failed = {failure.source for failure in done.failed}
    if paths and all(shown(path.absolute()) in failed for path in paths):
        raise VivaError("nothing that you named could be read; see the reasons above")
    if done.failed and not done.own:
        raise VivaError("none of your files could be read; see the reasons above")


def _update(desk: "Home", encoder: "Encoder", paths: Sequence[Path], corpus: bool) -> "Update":
    from index.update import update

    with progress_bar() as progress:
        return update(desk, encoder, paths, corpus=corpus, progress=progress)


def _follow(
    desk: "Home", encoder: "Encoder", paths: Sequence[Path], corpus: bool, json: bool
) -> None:
    """Updates at every change until Ctrl-C; what goes wrong after the first time is noted."""
    from index.watch import changes

    told: set[Row] = set()
    try:
        for number, _ in enumerate(changes(desk, paths)):
            try:
                done = _update(desk, encoder, () if number else paths, corpus)
            except VivaError as error:
                if not number:
                    raise
                note(f"viva: {error}")
                continue
            if json:
                out_json(report(done), indent=None)
            else:
                _show(done, told)
            if not number:
                note("watching for changes; Ctrl-C ends it")
            told = set(_rows(done))
    except KeyboardInterrupt:
        note("no longer watching; the index stays as it is")


def report(done: "Update") -> dict[str, object]:
    """An update as JSON values."""
    return {**asdict(done), "seconds": round(done.seconds, 3)}


def _show(done: "Update", told: Container[Row] = ()) -> None:
    """Prints an update; of files, only what was not told before."""
    held = f"{counted(done.documents, 'document')}, {counted(done.chunks, 'passage')} in the index"
    moved = f", {done.moved} moved" if done.moved else ""
    encoded = f"{counted(done.encoded, 'passage')} encoded in {done.seconds:.1f} s"
    out(
        f"{held}\n{done.added} added, {done.changed} changed, {done.unchanged} unchanged{moved}, "
        f"{done.removed} removed; {encoded}"
    )
    if rows := [row for row in _rows(done) if row not in told]:
        shown = _first_of_each(rows)
        note(table(("file", "", "remark"), shown))
        if len(shown) < len(rows):
            note(f"and {len(rows) - len(shown):,} more like these; see: viva library list")


def _rows(done: "Update") -> list[Row]:
    remarks = [(name, "read", remark) for name, each in done.remarks.items() for remark in each]
    return remarks + [(failure.source, "not read", failure.reason) for failure in done.failed]


def _first_of_each(rows: Sequence[Row]) -> list[Row]:
    """The first rows of each remark: a folder of programs has thousands of files alike."""
    count: Counter[str] = Counter()
    shown = []
    for row in rows:
        count[row[-1]] += 1
        if count[row[-1]] <= _SHOWN:
            shown.append(row)
    return shown
