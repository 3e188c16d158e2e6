"""`viva search`: ranked passages."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.errors import SettingsError
from ui.console import out_json, terminal
from ui.desk import assistant_at
from ui.options import BatchOption, HomeOption, JsonOption, RoleOption, SectionOption, TrackOption

if TYPE_CHECKING:
    from index.backend import Generation
    from index.search import Searcher
    from index.types import Filters, Hit

_SHOWN = 300


def search(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY]...", help="Words or a question.")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Passages at most.")] = 10,
    batch: BatchOption = None,
    track: TrackOption = None,
    section: SectionOption = None,
    role: RoleOption = None,
    kind: Annotated[str | None, typer.Option(help="prose, qa, table, code, math or list.")] = None,
    doc: Annotated[str | None, typer.Option(help="Only passages of this document.")] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Find the passages that fit a query best."""
    from index.types import Filters
    from ingest.types import Kind
    from ui.batch import Line, answer_batch, read_batch
    from ui.filters import known_filters

    kind = kind and kind.lower()
    if kind is not None and kind not in list(Kind):
        raise SettingsError(f"--kind must be one of {', '.join(Kind)}")
    filters = Filters(track=track, section=section, role=role, kind=kind, doc=doc)
    if batch is not None:
        if words:
            raise SettingsError("give a query or --batch FILE.jsonl, not both")
        lines = read_batch(batch, "query")
        searcher = assistant_at(home).searcher
        filters = known_filters(filters, searcher.generation)

        def found(line: Line) -> dict[str, Any]:
            return {"hits": [row for _, row in find(searcher, line.text, k, filters)]}

        answer_batch(lines, found)
        return
    query = " ".join(words or ())
    if not query.strip():
        raise SettingsError("search for what? Give a query, or --batch FILE.jsonl")
    searcher = assistant_at(home).searcher
    found_hits = find(searcher, query, k, known_filters(filters, searcher.generation))
    if json:
        out_json([row for _, row in found_hits])
    else:
        _show(found_hits)


def find(
    searcher: "Searcher", query: str, k: int, filters: "Filters"
) -> "list[tuple[Hit, dict[str, Any]]]":
    """The best passages, each with its JSON values; all of one generation of the index."""
    generation = searcher.generation
    hits = searcher.search(query, k, filters, generation=generation)
    return [(hit, hit_json(hit, generation)) for hit in hits]


def hit_json(hit: "Hit", generation: "Generation") -> dict[str, Any]:
    """A hit as JSON values, with the names of the command line's contract."""
    from ingest.place import place

    chunk = hit.chunk
    document = generation.documents[chunk.doc_id]
    return {
        "rank": hit.rank,
        "score": hit.score,
        "parts": dict(hit.parts),
        "chunk_id": chunk.chunk_id,
        "doc_id": chunk.doc_id,
        "title": document.title,
        "source": document.sources[0],
        "headings": list(chunk.headings),
        "place": place(document, chunk.start, chunk.end),
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
    }


def _show(found: "list[tuple[Hit, dict[str, Any]]]") -> None:
    """Prints ranked passages for people."""
    from rich.text import Text

    console = terminal()
    for hit, row in found:
        heading = " > ".join(row["headings"]) or row["title"]
        console.print(Text(f"{row['rank']:2}. {row['score']:.3f}  {heading}", style="bold"))
        console.print(Text(f"    {row['source']}, {row['place']}", style="dim"))
        body = hit.chunk.text[hit.chunk.metadata.get("body", 0) :]
        text = " ".join(body.split())
        console.print(Text(f"    {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}\n"))
    if not found:
        console.print("Nothing found.")
