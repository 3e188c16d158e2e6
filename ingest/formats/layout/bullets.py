"""Bullets that were drawn as shapes, as browsers draw them, to bullets in the text."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.layout.paragraphs import marker
from ingest.formats.layout.types import Line

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

MOST_SHAPES = 200
"""Small shapes of a page; where there are more, they are the dots of a plot."""

_FAR = 2.0
"""Distance of a bullet from its text, in ems, at most."""


def with_bullets(lines: Sequence[Line], shapes: Sequence[Box]) -> list[Line]:
    """The lines, those that have a small shape just before them made items of a list.

    Args:
        lines: of one page.
        shapes: dots and squares of the size of a bullet.
    """
    if len(shapes) > MOST_SHAPES:
        return list(lines)
    return [_with_bullet(line, shapes) for line in lines]


def _with_bullet(line: Line, shapes: Sequence[Box]) -> Line:
    for left, top, right, bottom in shapes:
        level = line.top < top and bottom < line.bottom
        if level and 0 < line.left - right < _FAR * line.size and not marker(line.text):
            return replace(line, text=f"• {line.text}", left=left)
    return line
