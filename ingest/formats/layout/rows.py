"""Lines side by side."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.formats.layout.types import Font, Line

Row = tuple[Line, ...]
"""Lines side by side, in the order in which they are read."""

_LONG = 22
"""Characters of a median line of a narrow column of text."""

_ENOUGH = 0.4
"""Share of the lines of a paragraph that reach the margin, more or less."""


def rows(lines: Sequence[Line]) -> list[Row]:
    """The lines in rows from top to bottom; those that share most of their height share a row."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.left)):
        if found and _level(found[-1][0], line):
            found[-1].append(line)
        else:
            found.append([line])
    return [tuple(sorted(row, key=lambda line: line.left)) for row in found]


def _level(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def whole(row: Row) -> Line:
    """The lines of a row as one."""
    if len(row) == 1:
        return row[0]
    longest = max(row, key=lambda line: len(line.text))
    fonts = [line.font for line in row]
    return replace(
        longest,
        text=" ".join(line.text for line in row),
        left=row[0].left,
        right=row[-1].right,
        font=Font(
            bold=all(font.bold for font in fonts),
            italic=all(font.italic for font in fonts),
            mono=all(font.mono for font in fonts),
        ),
    )


def is_dense(lines: Sequence[Line]) -> bool:
    """Whether enough lines reach the margin, as those of a paragraph do."""
    return median(len(line.text) for line in lines) >= _LONG and share(lines, 0.9) > _ENOUGH


def share(lines: Sequence[Line], part: float) -> float:
    """The share of lines that fill a part of their column."""
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return sum(line.right - line.left >= part * width for line in lines) / len(lines)
