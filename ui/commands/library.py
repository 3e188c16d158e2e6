"""`viva ingest` and `viva show`: what goes into the index, and what is stored there."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import SettingsError, VivaError
from ui.console import note, out, out_json, progress_bar
from ui.options import HomeOption, JsonOption

if TYPE_CHECKING:
    from index.types import Update


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files or folders of your own to add or refresh."),
    ] = None,
    no_corpus: Annotated[
        bool, typer.Option("--no-corpus", help="Leave the curriculum out of the index.")
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Bring the index up to date with the curriculum and your own files."""
    from index.encoder import Encoder
    from index.home import open_home
    from index.settings import load_settings
    from index.update import update

    desk = open_home(home)
    encoder = Encoder(load_settings(desk.settings).embedding.model)
    with progress_bar() as progress:
        done = update(desk, encoder, paths or (), corpus=not no_corpus, progress=progress)
    if json:
        out_json(_report(done))
    else:
        _show(done)
    if done.failed and not done.documents:
        raise VivaError("none of the files could be read; see the reasons above")


def show(
    doc_id: Annotated[str, typer.Argument(help="As in search results and citations.")],
    start: Annotated[int | None, typer.Option(min=0, help="First character.")] = None,
    end: Annotated[int | None, typer.Option(min=0, help="Character after the last.")] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print a document's stored text, or some characters of it."""
    import difflib

    from index.generation import open_generation
    from index.home import open_home

    generation = open_generation(open_home(home).index, None)
    document = generation.documents.get(doc_id)
    if document is None:
        near = difflib.get_close_matches(doc_id, generation.documents, n=1, cutoff=0.3)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise SettingsError(f"no document {doc_id!r} in the index{hint}")
    text = document.text[start:end]
    if json:
        sources = list(document.sources)
        out_json({"doc_id": doc_id, "title": document.title, "sources": sources, "text": text})
    else:
        out(text)


def _report(done: "Update") -> dict[str, object]:
    """An update as JSON values."""
    return {
        **asdict(done),
        "failed": [asdict(failure) for failure in done.failed],
        "seconds": round(done.seconds, 3),
    }


def _show(done: "Update") -> None:
    out(f"{done.documents} documents, {done.chunks} passages in the index")
    out(
        f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, "
        f"{done.removed} removed; {done.encoded} passages encoded in {done.seconds:.1f} s"
    )
    for failure in done.failed:
        note(f"not read: {failure.source}: {failure.reason}")
