"""One slide to what it says: its title, the blocks of each shape, the speaker's notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.formats.markup.tree import Element, text_of
from ingest.formats.slides.figures import graphic_elements
from ingest.formats.slides.order import reading_order
from ingest.formats.slides.text import line_of, text_elements

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TEXT = f"{_P}txBody"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FURNITURE = ("dt", "ftr", "hdr", "sldNum")
_BULLETED = ("body", "obj")

Blocks = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class SlideParts:
    """What a slide says.

    Attributes:
        title: empty where it has none.
        shapes: the blocks of each shape that has text, in reading order.
        notes: the speaker's.
        hidden: whether it is left out when the deck is shown.
    """

    title: str
    shapes: tuple[Blocks, ...]
    notes: Blocks
    hidden: bool


def slide_parts(slide: "Slide") -> SlideParts:
    """Reads a slide; its date, footer and number are left out."""
    _choose_alternatives(slide.element)
    heading = slide.shapes.title
    shapes = [
        tuple(block for block in _blocks(shape) if text_of(block))
        for shape in reading_order(slide.shapes)
        if heading is None or shape.element is not heading.element
    ]
    notes = slide.notes_slide.notes_placeholder if slide.has_notes_slide else None
    return SlideParts(
        title="" if heading is None else line_of(text_elements(heading.element.find(_TEXT))),
        shapes=tuple(filter(None, shapes)),
        notes=() if notes is None else tuple(text_elements(notes.element.find(_TEXT))),
        hidden=slide.element.get("show") in ("0", "false"),
    )


def _choose_alternatives(root: Element) -> None:
    """Of sets of alternatives keeps what PowerPoint shows, such as formulas, not their pictures."""
    for alternatives in list(root.iter(_CHOICES)):
        parent, choice = alternatives.getparent(), alternatives.find(_CHOICE)
        if parent is not None and choice is not None:
            for element in list(choice):
                alternatives.addprevious(element)
            parent.remove(alternatives)


def _blocks(shape: "BaseShape") -> Iterator[Element]:
    element: Element = shape.element
    if element.tag == f"{_P}graphicFrame":
        yield from graphic_elements(element, shape.part)
        return
    placeholder = element.find(f"*/{_P}nvPr/{_P}ph")
    kind = "" if placeholder is None else placeholder.get("type") or "obj"
    if kind not in _FURNITURE:
        yield from text_elements(element.find(_TEXT), kind in _BULLETED)
