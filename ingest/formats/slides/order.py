"""In which order the shapes of a slide are read."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape

_OVERLAP = 0.1
"""Part of a shape's height or width that may reach over its neighbour's."""

_MOST = 300
"""Shapes that are cut apart; more are no layout but a drawing, and only sorted."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a shape."""


def reading_order(shapes: Iterable["BaseShape"]) -> Iterator["BaseShape"]:
    """The shapes from top to bottom and left to right, a group's own where the group is.

    Columns are read one after the other; what spans them is read before or after. Found by
    cutting the slide where no shape is, as in Nagy and Seth, "Hierarchical representation of
    optically scanned documents" (ICPR 1984).
    """
    boxed = [(shape, _box(shape)) for shape in shapes]
    for shape in _cut(boxed) if boxed else ():
        members = getattr(shape, "shapes", None)  # what only a group has
        if members is None:
            yield shape
        else:
            yield from reading_order(members)


def _box(shape: "BaseShape") -> Box:
    left, top = shape.left or 0, shape.top or 0
    width, height = shape.width or 0, shape.height or 0
    aside, above = _OVERLAP * width, _OVERLAP * height
    return left + aside, top + above, left + width - aside, top + height - above


def _cut(shapes: list[tuple["BaseShape", Box]]) -> list["BaseShape"]:
    """Cuts between columns; where something spans them, the top band off; else by position."""
    ordered: list[BaseShape] = []
    while len(shapes) <= _MOST:
        columns = _parted(shapes, lambda box: (box[0], box[2]))
        if len(columns) > 1:
            return ordered + [shape for column in columns for shape in _cut(column)]
        band, *below = _parted(shapes, lambda box: (box[1], box[3]))
        if not below:
            break
        ordered += _cut(band)
        shapes = [item for part in below for item in part]
    by_position = sorted(shapes, key=lambda item: (item[1][1], item[1][0]))
    return ordered + [shape for shape, _ in by_position]


def _parted(
    shapes: list[tuple["BaseShape", Box]], extent: Callable[[Box], tuple[float, float]]
) -> list[list[tuple["BaseShape", Box]]]:
    """The shapes in groups whose extents do not touch, in order."""
    groups: list[list[tuple[BaseShape, Box]]] = []
    reached = float("-inf")
    for item in sorted(shapes, key=lambda item: extent(item[1])[0]):
        start, end = extent(item[1])
        if start >= reached:
            groups.append([])
        groups[-1].append(item)
        reached = max(reached, end)
    return groups
