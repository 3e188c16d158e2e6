"""The source panel: a document opened at a passage, with the way to the next citation."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from assistant.references import references
from assistant.store.anchor import Anchored
from assistant.types import Answer, Citation
from ingest.place import place
from ingest.types import Document
from ui.markup.document import document_html
from ui.markup.html import Html, element
from ui.markup.links import link

EMPTY = element("p", "Click a number in an answer to open its passage here.", class_="v-hint")
GONE = element("p", "This passage is no longer in your library; ask again.", class_="v-hint v-gone")
_PAGE = "p. "


def citation_html(answer: Answer, turn_id: int, at: int, found: Anchored | None) -> Iterator[Html]:
    """The panel for a citation of an answer.

    Args:
        answer: whose citations can be stepped through.
        turn_id: of the turn that keeps the answer.
        at: position among the answer's citations.
        found: the cited passage as the library holds it now.
    """
    citation = answer.citations[at]
    steps = _steps(len(answer.citations), turn_id, at)
    if found is None:
        yield element("div", steps, _path(citation.headings, citation.title), class_="v-head")
        yield GONE
        yield element("blockquote", citation.quote, class_="v-lines")
        return
    yield _head(found, citation, steps, turn_id, at)
    yield from document_html(found.document, (found.start, found.end))


def reading_html(document: Document) -> Iterator[Html]:
    """The panel for a document opened at its beginning."""
    yield element(
        "div", _steps(0, -1, 0), _path((), document.title), _file(document, ""), class_="v-head"
    )
    yield from document_html(document)


def file_address(document: Document, where: str = "") -> str:
    """Where the server hands out a document's own file; a PDF opens at the page."""
    page = where.removeprefix(_PAGE) if where.startswith(_PAGE) else ""
    fragment = f"#page={page}" if page.isdigit() else ""
    return f"/viva/file/{quote(document.doc_id, safe='')}{fragment}"


def _head(found: Anchored, citation: Citation, steps: Html, turn_id: int, at: int) -> Html:
    document = found.document
    headings = found.chunk.headings if found.chunk else citation.headings
    where = place(document, found.start, found.end)
    works = references(document.text[found.start : found.end], document.metadata)
    as_of = document.metadata.get("as_of")
    return element(
        "div",
        steps,
        _path(headings, document.title),
        _file(document, where),
        *_remarks(found.edited, works, as_of),
        element(
            "div",
            link("opine", "Wrong source", turn=turn_id, cite=at, opinion="wrong-source"),
            link("opine", "Error in this passage", turn=turn_id, cite=at, opinion="passage-error"),
            class_="v-report",
        ),
        class_="v-head",
    )


def _remarks(edited: bool, works: Sequence[str], as_of: str | None) -> Iterator[Html]:
    if edited:
        yield element("p", "Edited since this was answered.", class_="v-notice")
    if works:
        yield element("ul", *(element("li", work) for work in works), class_="v-works")
    if as_of:
        yield element("p", f"As of {as_of}.", class_="v-hint")


def _steps(count: int, turn_id: int, at: int) -> Html:
    """Back, forward and close."""

    def step(to: int, sign: str, title: str) -> Html:
        if not 0 <= to < count:
            return element("span", sign, class_="v-step v-off")
        return link("open", sign, class_="v-step", title=title, turn=turn_id, cite=to)

    walk = (
        step(at - 1, "‹", "Previous citation"),
        element("span", f"{at + 1} of {count}", class_="v-count"),
        step(at + 1, "›", "Next citation"),
    )
    close = link("close", "✕", class_="v-step v-close", title="Close")
    return element("div", *(walk if count else ()), close, class_="v-steps")


def _path(headings: tuple[str, ...], title: str) -> Html:
    return element("div", " › ".join(headings) or title, class_="v-path")


def _file(document: Document, where: str) -> Html:
    sources = ", ".join(document.sources)
    shown = f"{sources}, {where}" if where else sources
    opened = element(
        "a", "Open file", href=file_address(document, where), target="_blank", rel="noopener"
    )
    return element("div", element("span", shown), " ", opened, class_="v-file")
