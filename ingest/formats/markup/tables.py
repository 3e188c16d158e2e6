"""HTML tables to pipe tables: one header row, and cells that span others repeated or left empty."""

import re
from collections.abc import Iterator
from itertools import takewhile

from ingest.formats.markup.inline import inline, one_line
from ingest.formats.markup.tree import Element, parts
from ingest.limits import MAX_CELLS, MAX_TEXT, within

_BLOCKS = ("table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dl")
_FORMULA = re.compile(r"\$[^$]+\$")
_LINE_NUMBERS = {"linenos", "gutter", "lineno", "line-numbers", "rouge-gutter", "hljs-ln-numbers"}

Row = tuple[list[Element], bool]
"""The cells of a row, and whether it heads columns."""


def pipe_table(table: Element) -> str | None:
    """The table in Markdown; None if it only arranges what it holds.

    Raises:
        SourceError: if it has more cells than any table that is read.
    """
    rows = [row for row in _rows(table) if row[0]]
    if _is_layout(table, rows):
        return None
    heads = [cells for cells, heading in takewhile(lambda row: row[1], rows)] or [rows[0][0]]
    if len(heads) == len(rows):
        heads = heads[:1]
    grid = _grid([cells for cells, _ in rows], len(heads))
    header = [_joined(column) for column in zip(*grid[: len(heads)], strict=True)]
    body = [row for row in grid[len(heads) :] if any(row)]
    kept = [i for i in range(len(header)) if header[i] or any(row[i] for row in body)]
    if len(kept) < 2:  # noqa: PLR2004 - one column is a list
        return None
    lines = [[row[i] for i in kept] for row in (header, *body)]
    lines.insert(1, ["---"] * len(kept))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cells_in_order(table: Element) -> Iterator[Element]:
    """The cells of a table that only arranges them, without line numbers of code."""
    for cells, _ in _rows(table):
        for cell in cells:
            if not _LINE_NUMBERS & set((cell.get("class") or "").split()):
                yield cell


def _rows(table: Element) -> Iterator[Row]:
    """The table's own rows, not those of tables within it."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            parent = row.getparent()
            in_head = parent is not None and parent.tag == "thead"
            yield cells, in_head or all(cell.tag == "th" for cell in cells)


def _is_layout(table: Element, rows: list[Row]) -> bool:
    return (
        table.get("role") in ("presentation", "none")
        or len(rows) < 2  # noqa: PLR2004 - a header and a row, at least
        or max(len(cells) for cells, _ in rows) < 2  # noqa: PLR2004
        or next(table.iterdescendants(*_BLOCKS), None) is not None
    )


def _grid(rows: list[list[Element]], heads: int) -> list[list[str]]:
    """The text of each row and column.

    A cell over several rows is repeated in each, so that a row is understood alone. A cell over
    several columns is repeated in the header; below it, it stands in the first of them.
    """
    grid: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}  # column: rows that a cell above still covers, its text
    widest = max(map(len, rows))
    count = size = 0
    for number, cells in enumerate(rows):
        line: list[str] = []
        waiting = list(reversed(cells))
        while waiting or len(line) in below:
            left, text = below.pop(len(line), (0, ""))
            if left:
                below |= {len(line): (left - 1, text)} if left > 1 else {}
                line.append(text)
                continue
            cell = waiting.pop()
            text, deep = _cell_text(cell), _span(cell, "rowspan", len(rows) - number)
            for offset in range(_span(cell, "colspan", widest)):
                shown = text if offset == 0 or number < heads else ""
                below |= {len(line): (deep - 1, shown)} if deep > 1 else {}
                line.append(shown)
        grid.append(line)
        count, size = count + len(line), size + sum(map(len, line))
        within(count, MAX_CELLS, "cells in a table")
        within(size, MAX_TEXT, "characters in a table")
    width = max(map(len, grid))
    within(width * len(grid), MAX_CELLS, "cells in a table")
    return [line + [""] * (width - len(line)) for line in grid]


def _span(cell: Element, attribute: str, most: int) -> int:
    """Rows or columns that a cell takes; zero means all that are left."""
    text = (cell.get(attribute) or "1").strip()
    return max(1, min(int(text) or most, most)) if re.fullmatch("[0-9]{1,5}", text) else 1


def _cell_text(cell: Element) -> str:
    """The cell in one line, without bars that would part it."""
    between = "; " if cell.find(".//li") is not None else " "
    lines = (one_line([line]) for line in inline(parts(cell)).split("\n"))
    text = _FORMULA.sub(_without_bars, between.join(filter(None, lines)))
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def _without_bars(formula: re.Match[str]) -> str:
    r"""Bars of a formula in words, since ``\|`` in a cell is a bar, but a double one in TeX."""
    return formula[0].replace(r"\|", r"\Vert ").replace("|", r"\vert ")


def _joined(column: tuple[str, ...]) -> str:
    """What several header rows say of a column, each thing once."""
    return " ".join(dict.fromkeys(filter(None, column)))
