"""The text of a CSV file to a sheet: what parts its cells, its rows, and which row names them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ingest.errors import SourceError
from ingest.limits import MAX_CELLS, within

_DELIMITERS = ",;\t|"
_NO_DELIMITER = "\x1f"
_SAMPLE = 100_000
"""Characters that tell what parts the cells."""

_SAMPLE_ROWS = 100
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DIRECTIVE = re.compile(r"#([a-z][a-z ]*):([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_NAMED = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}

_LONGEST_NAME = 60
_MOST_WORDS = 5
_MOST_ASKED = 2
"""Words of a name that asks, such as ``Passed?``; longer questions are cards."""

_NUMBER = re.compile(r"[-+−]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?\s*%?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row and its number as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file that are not blank.

    Attributes:
        rows: without the header.
        names: of the columns; None where no row names them.
        directives: what Anki writes at the top of its exports, such as ``html`` and
            ``tags column``.
    """

    rows: tuple[Row, ...]
    names: tuple[str, ...] | None
    directives: Mapping[str, str]


def read_sheet(text: str) -> Sheet:
    """Reads the text of a CSV file.

    Raises:
        SourceError: if it has no cells or too many, or one that a quote opened and none closed.
    """
    directives, start = _directives(text)
    stated = _SEPARATOR_LINE.match(text, start)
    separator = directives.get("separator", "").strip().lower()
    delimiter = stated[1] if stated else _NAMED.get(separator, separator)
    start = stated.end() if stated else start
    body = text[start:]
    rows = list(_rows(body, delimiter if len(delimiter) == 1 else _delimiter(body)))
    if not rows:
        raise SourceError("no text in it")
    if "columns" in directives:
        names = next(csv.reader([directives["columns"]], delimiter=delimiter or "\t"), [])
        return Sheet(tuple(rows), tuple(map(str.strip, names)), directives)
    if not directives and _names_columns(rows):
        return Sheet(tuple(rows[1:]), rows[0].cells, directives)
    return Sheet(tuple(rows), None, directives)


def _directives(text: str) -> tuple[dict[str, str], int]:
    """The lines ``#key:value`` at the top, and where the rows begin."""
    found: dict[str, str] = {}
    start = 0
    while match := _DIRECTIVE.match(text, start):
        found[match[1].strip()] = match[2]
        start = match.end()
    return found, start


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows that have text; blank ones count, as they do in a spreadsheet."""
    count = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        for number, cells in enumerate(reader, 1):
            count += len(cells)
            within(count, MAX_CELLS, "cells")
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield Row(number, stripped)
    except csv.Error as error:
        raise SourceError(
            f"a cell of more than {csv.field_size_limit():,} characters (a quote never closed?)"
        ) from error


def _delimiter(text: str) -> str:
    """The character that cuts most rows into equally many cells, more than one."""
    return max(_NO_DELIMITER + _DELIMITERS, key=lambda candidate: _evenness(text, candidate))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    sample = text[:_SAMPLE]
    try:
        rows = list(islice(_rows(sample, delimiter), _SAMPLE_ROWS))
    except SourceError:
        return 0.0, 0
    if len(sample) < len(text) and len(rows) > 1:
        rows.pop()  # it may be cut off
    widths = Counter(len(row.cells) for row in rows)
    if not rows:
        return 1.0, 0  # it parts nothing but itself
    if 2 * widths[1] >= len(rows):
        return 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / len(rows), width


def _names_columns(rows: list[Row]) -> bool:
    """Whether the first row is a header: short names, each different, none a number."""
    names = [name for name in rows[0].cells if name]
    return (
        len(rows) > 1
        and len(set(names)) == len(names) >= len(rows[0].cells) - 1
        and all(map(_is_name, names))
    )


def _is_name(text: str) -> bool:
    return (
        len(text) <= _LONGEST_NAME
        and len(text.split()) <= (_MOST_ASKED if text.endswith("?") else _MOST_WORDS)
        and not text.endswith((".", "!"))
        and not _NUMBER.fullmatch(text)
    )
