"""Pictures, text boxes and objects of a Word document, down to the text that they have."""

import re
from dataclasses import dataclass

from ingest.formats.markup.inline import alternative_text
from ingest.formats.markup.tree import Element, local, new_element, remove, replace, value
from ingest.formats.word.make import make

_GENERATED = re.compile(
    r"(?<!\W)\W*+(?:Description automatically generated|AI-generated content).*"
)
"""What Word adds to its own guesses at a picture."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many pictures and old equation objects have no text."""

    pictures: int = 0
    equations: int = 0


def plain_drawings(root: Element) -> LeftOut:
    """Leaves of drawings what they say: text boxes, and descriptions of pictures as text."""
    _choose_alternatives(root)
    pictures = equations = 0
    for element in list(root.iter("{*}drawing", "{*}OLEObject", "{*}imagedata")):
        tag = local(element)
        if tag == "drawing":
            described = _description(element)
            pictures += _holds(element, "blip") and not described
            replace(element, make(element, "t", text=described)) if described else remove(element)
        elif tag == "OLEObject":
            equations += value(element, "ProgID").startswith(("Equation", "MathType"))
            remove(element)
        elif tag == "imagedata":
            pictures += next(element.iterancestors("{*}object"), None) is None
            remove(element)
    return LeftOut(pictures, equations)


def _choose_alternatives(root: Element) -> None:
    """Keeps one of the two ways in which a drawing is written, where mammoth reads the older one.

    What the newer one says is put into its place: text boxes, or else descriptions of pictures.
    """
    for element in list(root.iter("{*}AlternateContent")):
        choices = {local(x): x for x in reversed(element)}
        choice, older = choices.get("Choice"), choices.get("Fallback")
        boxes = [] if choice is None else list(choice.iter("{*}txbxContent"))
        if older is None:
            older = make(element, "Fallback")
            element.append(older)
        if boxes:
            picture = make(boxes[0], "pict")
            picture.extend(boxes)
            older[:] = [picture]
        elif choice is not None and not _holds(older, "txbxContent"):
            older[:] = list(choice)
        if choice is not None:
            element.remove(choice)


def _holds(element: Element, tag: str) -> bool:
    return next(element.iter(f"{{*}}{tag}"), None) is not None


def _description(drawing: Element) -> str:
    """What the writer, or Word, says that a picture shows."""
    said = (value(x, "descr") or value(x, "title") for x in drawing.iter("{*}docPr"))
    return alternative_text(new_element("img", alt=_GENERATED.sub("", next(said, ""))))
