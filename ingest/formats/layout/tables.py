"""Rows whose cells stand below one another to pipe tables."""

import re
from collections.abc import Sequence
from statistics import mean

from ingest.formats.layout.rows import Row
from ingest.formats.layout.types import Line

TALLEST = 200
"""Rows of a table at most; a page has fewer."""

_LEAST = {2: 3, 3: 2}
"""Rows with several cells that make a table, by its number of columns."""

_APART = 3.0
"""Distance between rows, in ems, that ends a table."""

_WRAPPED = 1.5
"""Distance between baselines, in ems, within one cell."""

_RESIZED = 0.08
"""Change of size that ends a table."""

_COVERED = 0.88
"""Part of rows that is text, above which the gaps are those of justified lines."""

_EQUATION = re.compile(r"\(\d+(?:\.\d+)*[a-z]?\)")

_Span = tuple[float, float]


def table_length(rows: Sequence[Row]) -> int:
    """How many of the rows, from the first on, form a table; 0 if they do not."""
    spans: list[_Span] = []
    length = several = 0
    for number, row in enumerate(rows):
        if number and row[0].top - rows[number - 1][0].bottom > _APART * row[0].size:
            break
        resized = abs(row[0].size - rows[0][0].size) > _RESIZED * row[0].size
        if resized or any("…" in line.text for line in row):  # a table of contents
            break
        merged = _merged([*spans, *((line.left, line.right) for line in row)])
        known = sum(any(a < line.right and line.left < b for a, b in spans) for line in row)
        if len(merged) < max(len(spans), 2) or (number and 2 * known < len(row)):
            break
        spans = merged
        if len(row) > 1:
            length, several = number + 1, several + 1
    enough = several >= _LEAST.get(len(spans), 2) and len(rows[0]) > 1
    return length if enough and not _is_prose(rows[:length], len(spans)) else 0


def _is_prose(rows: Sequence[Row], columns: int) -> bool:
    """Whether the rows are formulas with numbers in the margin, or text with stretched spaces."""
    if all(_EQUATION.fullmatch(row[-1].text) for row in rows):
        return True
    widths = [(sum(x.right - x.left for x in row), row[-1].right - row[0].left) for row in rows]
    covered = mean(text / max(width, 1) for text, width in widths)
    return columns in _LEAST and covered > _COVERED


def _merged(spans: Sequence[_Span]) -> list[_Span]:
    """The spans of x, those that overlap put together."""
    found: list[_Span] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def columns_of(rows: Sequence[Row]) -> list[list[Line]]:
    """The cells of each column."""
    lines = [line for row in rows for line in row]
    spans = _merged([(line.left, line.right) for line in lines])
    return [[line for line in lines if left <= line.left < right] for left, right in spans]


def table_rows(rows: Sequence[Row]) -> list[str]:
    """The rows as lines of a pipe table; lines of one wrapped cell are put together."""
    spans = _merged([(line.left, line.right) for row in rows for line in row])
    cells: list[list[str]] = []
    last: Line | None = None
    for row in rows:
        filled = [" ".join(x.text for x in row if a <= x.left < b) for a, b in spans]
        wrapped = last and not filled[0] and row[0].bottom - last.bottom < _WRAPPED * row[0].size
        if wrapped:
            cells[-1] = [
                f"{above} {cell}".strip() for above, cell in zip(cells[-1], filled, strict=True)
            ]
        else:
            cells.append(filled)
        last = row[0]
    lines = ["| " + " | ".join(x.replace("|", "\\|") for x in row) + " |" for row in cells]
    return [lines[0], "|" + " --- |" * len(spans), *lines[1:]]
