"""Rows in a monospaced font to code, its spaces and empty lines restored."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.formats.layout.paragraphs import Measure, is_finished
from ingest.formats.layout.rows import Row

_ADDRESS = re.compile(r"(?:\S{1,3}\s?)?(?:https?:|www\.|\S+@\S+$)")
"""What is set in a monospaced font and is no code."""

_NUMBER = re.compile(r"[0-9]{1,4}")
_ALIGNED = 2
"""Points by which the numbers of lines may be out of line."""

_APART = 1.2
"""Distance from the line above, over the usual one, that makes a single line a block of code."""

_MOST_EMPTY = 1
"""Empty lines in a row."""


def code_length(rows: Sequence[Row], start: int, usual: Measure) -> int:
    """How many rows, from one on, are code."""
    end = start
    while end < len(rows) and usual.coded and _is_code(rows[end]):
        end += 1
    if end > start > 0:  # an address or a name may fill a line of a paragraph, or be its last
        above, line = rows[start - 1], rows[start][0]
        near = line.bottom - above[0].bottom < _APART * usual.pitch * line.size
        inside = line.left < above[0].left + line.size and not above[0].font.mono
        if near and inside and not is_finished(above[-1].text):
            return 0
    return end - start


def _is_code(row: Row) -> bool:
    return all(line.font.mono for line in row) and not _ADDRESS.match(row[0].text)


def without_numbers(rows: Sequence[Row]) -> list[Row]:
    """The rows of a column but the numbers in front of lines of code, and where these are empty."""
    found: list[Row] = []
    for start, end in _numbered(rows):
        if end - start > 1 and any(line.font.mono for row in rows[start:end] for line in row[1:]):
            found += [row[1:] for row in rows[start:end] if len(row) > 1]
        else:
            found += rows[start:end]
    return found


def _numbered(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of rows whose first cells count them; other rows alone."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or not _counts(rows[end - 1], rows[end]):
            yield start, end
            start = end


def _counts(row: Row, below: Row) -> bool:
    """Whether the first cell of a row is a number, and that below it the next one."""
    one, other = row[0], below[0]
    if not _NUMBER.fullmatch(one.text) or not _NUMBER.fullmatch(other.text):
        return False
    rest = [line for line in (*row[1:], *below[1:]) if not line.font.mono]
    return (
        int(other.text) == int(one.text) + 1
        and abs(one.right - other.right) < _ALIGNED
        and not rest
    )


def code_lines(rows: Sequence[Row]) -> list[str]:
    """The lines of code, indented and spaced as they are seen."""
    margin = min(row[0].left for row in rows)
    longest = max((line for row in rows for line in row), key=lambda line: len(line.text))
    width = max((longest.right - longest.left) / len(longest.text), 1)
    distances = [below[0].bottom - above[0].bottom for above, below in pairwise(rows)]
    pitch = max(min(distances, default=1), 1)
    lines: list[str] = []
    for row, distance in zip(rows, [0, *distances], strict=True):
        empty = min(round(distance / pitch) - 1, _MOST_EMPTY)
        lines.extend([""] * empty)
        text = ""
        for line in row:
            column = round((line.left - margin) / width)
            text += " " * max(column - len(text), 1 if text else 0) + line.text
        lines.append(text)
    return lines
