"""PDF files: pages of glyphs to Markdown with the page of each character."""

import re
import unicodedata
from contextlib import closing, suppress
from itertools import islice
from typing import TYPE_CHECKING

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.layout.bullets import Box, with_bullets
from ingest.formats.layout.document import laid_out
from ingest.formats.layout.formulas import levelled
from ingest.formats.layout.headings import Outline, plain
from ingest.formats.layout.lines import lines_of
from ingest.formats.layout.terms import Bar
from ingest.formats.layout.types import Line
from ingest.formats.pdf_glyphs import page_words
from ingest.formats.titles import stated_title
from ingest.limits import MAX_PAGES, MAX_TEXT, within
from ingest.types import Location

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_DAMAGED = "damaged or cut off"
_SCANNED = "scanned: images without text; run OCR on it first"
_EMPTY = "empty: no text on any page"

_END, _TAIL = b"%%EOF", 2048
"""What a whole file ends with, and within how many bytes."""

_NO_PAGES = re.compile(rb"/Count\s+0\b")

_MAX_BOOKMARKS, _MAX_OBJECTS = 10_000, 1_000
_BULLET = 1.0, 8.0
"""Width and height of a bullet in points, between these."""

_BAR = 2.0
"""Points; the bar of a fraction is thinner and longer."""

_LONGEST_TITLE, _LONGEST_LABEL = 300, 12


def read_pdf(data: bytes) -> Content:
    """The text of a PDF as Markdown, placed by page: ``p. 12``, or ``p. 12 (xii)`` if labelled so.

    Raises:
        SourceError: if the file is protected, damaged, scanned, empty or too long.
    """
    with closing(_opened(data)) as document:
        pages, remarks = _pages(document)
        laid = laid_out(pages, _outline(document))
        title = _title(document) or laid.heading
        labels = [_label(document, index) for index in range(len(pages))]
    if _END not in data[-_TAIL:]:
        remarks.append("the file is cut off or damaged; what is left of it was read")
    locations = tuple(Location(start, end, labels[page - 1]) for start, end, page in laid.spans)
    return Content(laid.text, title=title, locations=locations, remarks=tuple(remarks))


def _opened(data: bytes) -> "PdfDocument":
    """The document, which `data` must outlive."""
    from pypdfium2 import PdfDocument, raw

    handle = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        reasons = {
            raw.FPDF_ERR_PASSWORD: "protected by a password; save it without one",
            raw.FPDF_ERR_SECURITY: "encrypted in a way that cannot be read",
        }
        raise SourceError(reasons.get(raw.FPDF_GetLastError(), _DAMAGED))
    document = PdfDocument(handle)
    try:
        within(len(document), MAX_PAGES, "pages")
        if not len(document):
            raise SourceError("has no pages" if _NO_PAGES.search(data) else _DAMAGED)
    except SourceError:
        document.close()
        raise
    return document


def _pages(document: "PdfDocument") -> tuple[list[list[Line]], list[str]]:
    """The lines of each page, and what to tell the reader about pages that have none."""
    pages: list[list[Line]] = []
    damaged = scanned = characters = 0
    for index in range(len(document)):
        lines = _lines(document, index)
        damaged += lines is None
        scanned += lines == [] and _has_images(document, index)
        characters += sum(len(line.text) for line in lines or ())
        within(characters, MAX_TEXT, "characters of text")
        pages.append(lines or [])
    if not characters:
        raise SourceError(_SCANNED if scanned else _DAMAGED if damaged else _EMPTY)
    counts = ((scanned, "without text (scanned?)"), (damaged, "damaged and left out"))
    return pages, [f"{n} of {len(pages)} pages {what}" for n, what in counts if n]


def _lines(document: "PdfDocument", index: int) -> list[Line] | None:
    """The lines of a page, None where it cannot be read."""
    from pypdfium2 import PdfiumError

    try:
        with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
            words = list(page_words(textpage, page.get_bbox()))
            bullets, bars = _shapes(page) if words else ([], [])
            return with_bullets(lines_of(levelled(words, bars)), bullets)
    except PdfiumError:
        return None


def _shapes(page: "PdfPage") -> tuple[list[Box], list[Bar]]:
    """The shapes of the size of a bullet and the thin bars, among the first things on a page."""
    from pypdfium2 import PdfiumError, raw

    bullets: list[Box] = []
    bars: list[Bar] = []
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM]
    for shape in islice(page.get_objects(kinds, max_depth=3), _MAX_OBJECTS):
        with suppress(PdfiumError):
            left, bottom, right, top = shape.get_bounds()
            width, height = right - left, top - bottom
            if _BULLET[0] < width < _BULLET[1] and abs(width - height) < _BULLET[0]:
                bullets.append((left, -top, right, -bottom))
            elif height < _BAR < width:
                bars.append((left, -(top + bottom) / 2, right))
    return bullets, bars


def _has_images(document: "PdfDocument", index: int) -> bool:
    """Whether a page shows images, among the first things on it."""
    from pypdfium2 import raw

    with closing(document[index]) as page:
        things = islice(page.get_objects(max_depth=3), _MAX_OBJECTS)
        return any(thing.type == raw.FPDF_PAGEOBJ_IMAGE for thing in things)


def _outline(document: "PdfDocument") -> Outline:
    """The depth of each bookmark that leads to a page."""
    outline: dict[tuple[int, str], int] = {}
    with suppress(UnicodeError, RecursionError):
        for bookmark in islice(document.get_toc(), _MAX_BOOKMARKS):
            destination = bookmark.get_dest()
            index = destination.get_index() if destination else None
            if index is not None and (title := plain(bookmark.get_title())):
                outline.setdefault((index + 1, title), bookmark.level)
    return outline


def _title(document: "PdfDocument") -> str:
    """The title that the file states, empty where a program put something else there."""
    with suppress(UnicodeError):
        title = unicodedata.normalize("NFC", document.get_metadata_value("Title"))
        return stated_title(title)[:_LONGEST_TITLE]
    return ""


def _label(document: "PdfDocument", index: int) -> str:
    """What a reader calls a page: its number, and its label where that is another one."""
    label = ""
    with suppress(UnicodeError):
        label = str(document.get_page_label(index)).strip()
    number = str(index + 1)
    if label in {"", number} or len(label) > _LONGEST_LABEL or not label.isprintable():
        return f"p. {number}"
    return f"p. {number} ({label})"
