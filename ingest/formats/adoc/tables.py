"""Tables of AsciiDoc: cells in a row as many as there are columns, wherever lines end."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.lined import holding
from ingest.formats.markup.tree import Element, new_element
from ingest.limits import MAX_CELLS, within

_SEPARATOR = re.compile(
    r"(?:(?<!\S)(?:(?P<wide>\d{1,2})?(?:\.(?P<deep>\d{1,2}))?(?P<span>\+))?(?:\d{1,2}\*)?"
    r"[<^>]?(?:\.[<^>])?[adehlmsv]?)?(?<!\\)\|"
)
"""The bar before a cell, and over how many columns and rows it goes."""

_COLUMNS = re.compile(r"cols=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^,\]\s]+))")
_REPEATED = re.compile(r"(?P<count>\d{1,3})\*")
_HEADED = re.compile(r"%header\b|\bopt(?:ion)?s?=\"?[\w, -]{0,99}?\bheader\b")
_UNHEADED = re.compile(r"%noheader\b|\bopt(?:ion)?s?=\"?[\w, -]{0,99}?\bnoheader\b")

Inline = Callable[[str], Iterable[str | Element]]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    wide: int = 1
    deep: int = 1


def table_element(lines: Sequence[str], attributes: str, inline: Inline) -> Element:
    """A table.

    Args:
        lines: between its delimiters.
        attributes: what stands in brackets above it.
        inline: reads the text of a cell.
    """
    cells = list(_cells(lines))
    within(len(cells), MAX_CELLS, "cells in a table")
    columns = _stated_columns(attributes) or _first_row(lines) or 1
    headed = bool(_HEADED.search(attributes)) or (
        not _UNHEADED.search(attributes) and _is_header(lines)
    )
    table = new_element("table")
    for number, row in enumerate(_rows(cells, columns)):
        line = new_element("tr")
        for cell in row:
            tag = "th" if headed and number == 0 else "td"
            element = holding(tag, inline(" ".join(cell.text.split())))
            element.set("colspan", str(cell.wide))
            element.set("rowspan", str(cell.deep))
            line.append(element)
        table.append(line)
    return table


def _cells(lines: Sequence[str]) -> Iterator[_Cell]:
    text = "\n".join(lines)
    marks = list(_SEPARATOR.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        said = text[mark.end() : following.start() if following else None]
        spans = bool(mark["span"])
        wide, deep = (int(mark[x] or 1) if spans else 1 for x in ("wide", "deep"))
        yield _Cell(said.replace("\\|", "|"), max(wide, 1), max(deep, 1))


def _rows(cells: Iterable[_Cell], columns: int) -> Iterator[list[_Cell]]:
    """Cells in rows; one over several rows takes room in those below."""
    taken: Counter[int] = Counter()
    number, row, width = 0, list[_Cell](), 0
    for cell in cells:
        row.append(cell)
        width += cell.wide
        taken.update({number + below: cell.wide for below in range(1, cell.deep)})
        if width + taken[number] >= columns:
            yield row
            number, row, width = number + 1, [], 0
    if row:
        yield row


def _stated_columns(attributes: str) -> int:
    stated = _COLUMNS.search(attributes)
    if not stated:
        return 0
    columns = stated["quoted"] or stated["bare"] or ""
    counts = (_REPEATED.match(column.strip()) for column in re.split("[,;]", columns))
    return sum(int(count["count"]) if count else 1 for count in counts)


def _first_row(lines: Sequence[str]) -> int:
    first = next((line for line in lines if line.strip()), "")
    return sum(int(mark["wide"] or 1) if mark["span"] else 1 for mark in _SEPARATOR.finditer(first))


def _is_header(lines: Sequence[str]) -> bool:
    """Whether a row on the very first line is parted from the others by a blank one."""
    return len(lines) > 2 and bool(lines[0].strip()) and not lines[1].strip()  # noqa: PLR2004
