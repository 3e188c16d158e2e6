"""EPUB books: their chapters in reading order."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.archive import checked, member
from ingest.formats.book.chapters import Chapter, chapter_of
from ingest.formats.book.package import read_package
from ingest.formats.markup.charset import decode_html
from ingest.formats.markup.convert import shown, tree_blocks
from ingest.formats.markup.sections import section_passages
from ingest.formats.markup.tree import Element, names, parse_html, remove, text_of
from ingest.formats.passages import Passage, content_of
from ingest.limits import MAX_PAGES, MAX_TEXT, within

_BESIDE = names("toc landmarks loi lot cover titlepage halftitlepage copyright-page index")
"""Types of pages that are about the book."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINKS = 0.8
"""Share of a page's text in links from which on it is a table of contents."""


@dataclass(frozen=True, slots=True)
class _Page:
    """The blocks of one file, with its first heading and the level of that."""

    blocks: Sequence[str] = ()
    heading: str = ""
    level: int = 1


def read_epub(data: bytes) -> Content:
    """The book as Markdown, placed by its chapters and their sections.

    Covers, tables of contents and indexes are left out.

    Raises:
        SourceError: if the book is encrypted, damaged, exceeds the limits, or has no text.
    """
    with checked(data) as container:
        book = read_package(container)
        within(len(book.chapters), MAX_PAGES, "chapters")
        read = {path: _page(container, path) for path in book.chapters}
    pages = {path: page for path, page in read.items() if page and page.blocks}
    unread = sum(page is None for page in read.values())
    if not pages:
        raise SourceError("a damaged EPUB: no chapter can be read" if unread else "no text in it")
    within(
        sum(len(block) for page in pages.values() for block in page.blocks),
        MAX_TEXT,
        "characters of text",
    )
    remarks = [f"{unread} of {len(read)} chapters are missing or damaged"] * bool(unread)
    title = book.title or next((page.heading for page in pages.values() if page.heading), "")
    return content_of(_passages(pages, book.named), title, remarks)


def _page(container: zipfile.ZipFile, path: str) -> _Page | None:
    """The page in one file; empty if it is about the book, None if it cannot be read."""
    data = member(container, path)
    try:
        root = parse_html(decode_html(data)[0]) if data is not None else None
    except SourceError:
        return None
    if root is None:
        return None
    body = root.find("body")
    body = root if body is None else body
    for element in list(body.iter()):
        types = set((element.get("epub:type") or "").split())
        if element is body and types & _BESIDE:
            return _Page()
        if types & _BESIDE or "pagebreak" in types or element.tag == "nav":
            remove(element)
    for reference in list(shown(body).iter("a")):  # to notes in another file; the others are placed
        types = set((reference.get("epub:type") or "").split())
        if "noteref" in types or reference.get("role") == "doc-noteref":
            mark = text_of(reference).strip("[]()")
            reference[:], reference.text, reference.tag = [], f"[{mark}]", "sup"
    if _is_contents(body):
        return _Page()
    headings = [x for x in body.iter(*_HEADINGS) if text_of(x)]
    first = (text_of(headings[0]), int(str(headings[0].tag)[1])) if headings else ("", 1)
    return _Page(tree_blocks(body), *first)


def _is_contents(body: Element) -> bool:
    links = [text_of(link) for link in body.iter("a") if link.get("href")]
    return len(links) > 4 and sum(map(len, links)) > _LINKS * len(text_of(body))  # noqa: PLR2004


def _passages(pages: Mapping[str, _Page], named: Mapping[str, str]) -> Iterator[Passage]:
    """The sections of all pages; one without a heading goes on with the section before."""
    chapter: Chapter | None = None
    label = ""
    for number, (path, page) in enumerate(pages.items(), 1):
        heading, blocks = page.heading, page.blocks
        if not heading and path in named:
            heading, blocks = named[path], (f"# {named[path]}", *page.blocks)
        if heading:
            chapter = chapter_of(heading, page.level, chapter)
            label = label or chapter.label(heading)
        name = chapter.label if chapter else "section “{}”".format
        for passage in section_passages(blocks, name, label or f"part {number}"):
            label = passage.label
            yield passage
