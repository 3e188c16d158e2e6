"""The library as HTML: its documents, what could not be read, how a document was cut."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from index.catalogue import Check, Entry, State
from ingest.place import place
from ingest.types import Chunk, Document
from ui.ingesting import Result, Status
from ui.markup.html import Html, element
from ui.markup.links import link
from ui.markup.markdown import markdown_blocks


def library_introduction() -> Iterator[Html]:
    """What the page is for."""
    again = link("refresh", "Look at every file again", class_="v-again")
    yield element("h1", "Library")
    yield element(
        "p",
        "Drop notes, slides, papers or notebooks here. They stay on this machine; a citation "
        "opens the page, slide or cell that it comes from. ",
        again,
        class_="v-hint",
    )


def library_html(
    entries: Sequence[Entry], check: Check | None, removed: Sequence[str]
) -> Iterator[Html]:
    """The documents of a library with their states, then what failed and what was removed."""
    states: Mapping[str, str] = check.states if check else {}
    own = [entry for entry in entries if entry.own]
    curriculum = [entry for entry in entries if not entry.own]
    if own:
        yield _table(own, states, "Your documents", removable=True)
    else:
        yield element("p", "Nothing of your own yet: drop files above.", class_="v-hint")
    if new := [name for name, state in states.items() if state == State.NEW]:
        yield element("h2", f"Not read yet ({len(new)})")
        yield element("ul", *(element("li", _name(name), title=name) for name in new))
    if check and check.failed:
        rows = (
            element(
                "li",
                element("b", _name(each.source)),
                f": {each.reason} ",
                link("remove", "Remove", class_="v-remove", path=each.source),
                title=each.source,
            )
            for each in check.failed
        )
        yield element("h2", f"Not read ({len(check.failed)})")
        yield element("ul", *rows, class_="v-failed")
    if removed:
        gone = (
            element("li", _name(path), " ", link("restore", "Put back", path=path), title=path)
            for path in removed
        )
        yield element("h2", f"Removed ({len(removed)})")
        yield element("ul", *gone, class_="v-removed")
    if curriculum:
        yield element(
            "details",
            element("summary", f"The curriculum: {len(curriculum)} topics"),
            _table(curriculum, states, ""),
        )


def passages_html(document: Document, chunks: Sequence[Chunk]) -> Iterator[Html]:
    """How a document was cut: its passages one after the other, each with place and kind."""
    close = link("close", "✕", class_="v-step v-close", title="Close")
    yield element(
        "div",
        element("div", close, class_="v-steps"),
        element("div", document.title, class_="v-path"),
        element("p", f"{len(chunks)} passages; each is found and cited as one.", class_="v-hint"),
        class_="v-head",
    )
    for chunk in chunks:
        where = place(document, chunk.start, chunk.end)
        about = f"{where} · {chunk.kind} · {len(chunk.text)} characters"
        works = document.metadata.get("references")
        body = (
            [block.html for block in markdown_blocks(chunk.text, works=works)]
            if document.metadata.get("structure") == "markdown"
            else [element("p", chunk.text, class_="v-lines")]
        )
        yield element(
            "section",
            element("div", about, class_="v-place"),
            element("div", " › ".join(chunk.headings), class_="v-chunk-path"),
            *body,
            class_="v-chunk",
        )


def status_html(status: Status) -> Iterator[Html]:
    """What an ingestion is doing, and what has become of each file."""
    if status.pending:
        share = f"{100 * status.done // status.total} %" if status.total else ""
        yield element(
            "div",
            element("span", f"{status.doing or 'waiting'} {share}".strip()),
            element("progress", value=str(status.done), max=str(status.total))
            if status.total
            else None,
            class_="v-working",
        )
    if status.error:
        yield element("p", status.error, class_="v-notice")
    if status.results:
        yield element("ul", *map(_result, status.results), class_="v-results")
    if status.removed:
        names = ", ".join(_name(path) for path in status.removed)
        undo = link("undo", "Undo", class_="v-undo")
        yield element("p", f"Removed {names}. ", undo, class_="v-notice")


def _result(result: Result) -> Html:
    sign = "✓" if result.read else "✕"
    state = "v-read" if result.read else "v-unread"
    return element("li", f"{sign} ", element("b", result.name), f": {result.outcome}", class_=state)


def _table(
    entries: Sequence[Entry], states: Mapping[str, str], caption: str, *, removable: bool = False
) -> Html:
    header = ("Document", "Status", "Passages", "Last change", "")
    return element(
        "table",
        element("caption", f"{caption} ({len(entries)})") if caption else None,
        element("thead", element("tr", *(element("th", name) for name in header))),
        element("tbody", *(_row(entry, states, removable) for entry in entries)),
        class_="v-library",
    )


def _row(entry: Entry, states: Mapping[str, str], removable: bool) -> Html:
    status = next((states[source] for source in entry.sources if source in states), "up to date")
    remarks = "; ".join(entry.remarks)
    source = ", ".join(entry.sources)
    return element(
        "tr",
        element(
            "td",
            link("read", entry.title, doc=entry.doc_id),
            element("div", source, class_="v-file"),
            element("div", remarks, class_="v-hint") if remarks else None,
        ),
        element("td", str(status), class_="v-status"),
        element(
            "td", link("passages", str(entry.chunks), doc=entry.doc_id, title="How it was cut")
        ),
        element("td", _day(entry.changed)),
        element(
            "td",
            link("remove", "Remove", class_="v-remove", doc=entry.doc_id) if removable else None,
        ),
    )


def _day(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else ""


def _name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
