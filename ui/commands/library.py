"""`viva library` and `viva show`: what is in the index, and how it stands against your files."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import SettingsError
from ui.commands.ingest import report
from ui.console import counted, note, out, out_json, progress_bar, table
from ui.options import HomeOption, JsonOption, named

if TYPE_CHECKING:
    from index.backend import Generation
    from ingest.types import Document

app = typer.Typer(help="See and change what the index covers.", no_args_is_help=True)


@app.command("list")
def list_documents(
    everything: Annotated[
        bool, typer.Option("--all", help="The curriculum too, not only your own files.")
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """List the documents in the index, and the files that could not be read."""
    from index.catalogue import catalogue

    generation = _live(home)
    entries = [entry for entry in catalogue(generation) if everything or entry.own]
    failed = generation.manifest["failed"]
    if json:
        documents = [
            asdict(entry) | {"changed": entry.changed and entry.changed.isoformat()}
            for entry in entries
        ]
        out_json({"documents": documents, "failed": failed})
        return
    rows = [
        (x.doc_id, x.format, str(x.chunks), x.title, ", ".join(x.sources), "; ".join(x.remarks))
        for x in entries
    ]
    if rows:
        out(table(("document", "format", "passages", "title", "source", "remarks"), rows))
    elif not everything:
        out("none of your own; add some with: viva ingest PATH (the curriculum: --all)")
    if failed:
        note(table(("not read", "reason"), [(each["source"], each["reason"]) for each in failed]))


@app.command("show")
def show_document(
    doc_id: Annotated[str, typer.Argument(help="As in `viva library list`.")],
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show how a document was cut into passages."""
    from ingest.place import place

    generation = _live(home)
    document = _document(generation, doc_id)
    chunks = generation.chunks_of(doc_id)
    rows = [
        (place(document, x.start, x.end), x.kind, " > ".join(x.headings), str(len(x.text)))
        for x in chunks
    ]
    if json:
        names = ("place", "kind", "headings", "characters")
        passages = [
            dict(zip(names, (row[0], row[1], list(chunk.headings), len(chunk.text)), strict=True))
            | {"chunk_id": chunk.chunk_id, "start": chunk.start, "end": chunk.end}
            for row, chunk in zip(rows, chunks, strict=True)
        ]
        out_json({"doc_id": doc_id, "title": document.title, "passages": passages})
        return
    out(f"{document.title} ({', '.join(document.sources)})")
    out(table(("place", "kind", "headings", "characters"), rows))


@app.command()
def remove(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", parser=named, help="Documents, files or folders."),
    ],
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Leave documents out of the index; the files stay, and `viva ingest PATH` takes them back."""
    from index.catalogue import paths_named
    from index.encoder import encoder_of
    from index.home import open_home
    from index.update import update

    desk = open_home(home)
    paths, unknown = paths_named(desk, _live(home), names)
    if unknown:
        raise SettingsError(
            f"not among your own documents: {', '.join(unknown)}; see: viva library list"
        )
    with progress_bar() as progress:
        done = update(desk, encoder_of(desk), progress=progress, removed=paths)
    if json:
        out_json(report(done))
    else:
        left = counted(done.documents, "document")
        out(f"{done.removed} removed, {left} left; no file was touched")


@app.command()
def check(json: JsonOption = False, home: HomeOption = None) -> None:
    """Check the index and compare it with your files; exit code 1 if they differ."""
    from index.catalogue import check as compare
    from index.home import open_home

    desk = open_home(home)
    found = compare(desk, _live(home))
    if json:
        out_json(asdict(found))
    else:
        rows = [(name, str(state)) for name, state in found.states.items()]
        rows += [(failure.source, f"not read: {failure.reason}") for failure in found.failed]
        if rows:
            out(table(("file", "state"), rows))
        if not found.whole:
            out("the index has lost passages")
        stale = found.states or not found.whole
        out("run: viva ingest" if stale else "the index is whole and up to date")
    if found.states or not found.whole:
        raise typer.Exit(1)


def show(
    doc_id: Annotated[str, typer.Argument(help="As in search results and citations.")],
    start: Annotated[int | None, typer.Option(min=0, help="First character.")] = None,
    end: Annotated[int | None, typer.Option(min=0, help="Character after the last.")] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print a document's stored text, or some characters of it."""
    document = _document(_live(home), doc_id)
    text = document.text[start:end]
    if not text:
        raise SettingsError(
            f"no characters there: give --start below --end, and below {len(document.text)}"
        )
    if json:
        sources = list(document.sources)
        out_json({"doc_id": doc_id, "title": document.title, "sources": sources, "text": text})
    else:
        out(text)


def _live(home: Path | None) -> "Generation":
    from index.generation import open_generation
    from index.home import open_home

    return open_generation(open_home(home).index, None)


def _document(generation: "Generation", doc_id: str) -> "Document":
    from ui.filters import no_document

    if doc_id not in generation.documents:
        raise no_document(doc_id, generation)
    return generation.documents[doc_id]
