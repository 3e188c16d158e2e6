"""PowerPoint presentations: the text of each slide and what its speaker says to it."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.archive import checked, member
from ingest.formats.passages import Passage, content_of
from ingest.formats.slides.deck import slide_texts
from ingest.formats.slides.slide import SlideParts, slide_parts
from ingest.formats.titles import stated_title
from ingest.limits import MAX_PAGES, within

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_STRICT = b"http://purl.oclc.org/ooxml/presentationml/main"
"""The names of elements in an edition of the format that python-pptx does not know."""


def read_pptx(data: bytes) -> Content:
    """Slide after slide, each under its title, with tables, charts, diagrams and speaker notes.

    Footers, numbers, dates and what repeats on most slides are left out; hidden slides are not.

    Raises:
        SourceError: if the file is damaged or has no text.
    """
    with checked(data) as container:
        if _STRICT in (member(container, "ppt/presentation.xml") or b""):
            raise SourceError("in the strict edition of its format; save it as plain .pptx")
    try:
        presentation = _open(data)
        within(len(presentation.slides), MAX_PAGES, "slides")
        slides = [slide_parts(slide) for slide in presentation.slides]
        title = stated_title(presentation.core_properties.title or "")
        title = title or next((x.title for x in slides if x.title), "")
        texts = list(slide_texts(slides))
    except SourceError:
        raise
    except Exception as error:  # a damaged part makes python-pptx raise whatever it leads to
        raise SourceError("a damaged presentation") from error
    if not any(texts):
        raise SourceError("no text: its slides are empty or pictures")
    passages = [Passage(text, f"slide {number}") for number, text in enumerate(texts, 1)]
    return content_of(passages, title, list(_remarks(slides, texts)))


def _open(data: bytes) -> "Presentation":
    """The presentation; opened as a package, since slide shows and templates are welcome too."""
    from pptx.package import Package

    presentation: Presentation = Package.open(io.BytesIO(data)).main_document_part.presentation
    return presentation


def _remarks(slides: Sequence[SlideParts], texts: Sequence[str]) -> Iterator[str]:
    hidden = [number for number, slide in enumerate(slides, 1) if slide.hidden]
    if hidden:
        plural = "s" if len(hidden) > 1 else ""
        yield f"hidden slide{plural} {', '.join(map(str, hidden))} read too"
    empty = texts.count("")
    if empty:
        yield f"{empty} of {len(texts)} slides have no text (pictures?)"
