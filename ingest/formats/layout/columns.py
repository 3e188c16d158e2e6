"""Lines of a page to the order in which they are read: columns, and what spans them.

A gutter is where several lines begin side by side with lines that end before it, as text does and
tables do not. Lines that cross it cut the page into bands; in each, the left side is read before
the right one, and each side is cut again, so that three columns are two gutters. A page whose
columns hold but a few lines has its gutters where the other pages have theirs.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from statistics import median

from ingest.formats.layout.rows import Row, is_dense, rows, whole
from ingest.formats.layout.tables import TALLEST, columns_of, table_length
from ingest.formats.layout.types import Line

_Marked = tuple[Row, bool]
"""A row, and whether it is of a table."""

_Band = tuple[list[Row], ...]
"""Rows across a gutter, or those left and those right of it."""

_DEPTH = 6
_FACING = 3
"""Lines on either side of a gutter, at the least, where no other page tells of it."""

_TELLING = 8
"""Lines on either side of a gutter that tell where other pages have theirs."""

_USUAL = 1 / 3
"""Share of pages with the same gutter, which then is one on the others too."""

_LABEL = 8
"""Characters of a label in the margin, which is no column."""

_FILLED = ((22, 0.5), (14, 0.75))
"""Characters of a median line of text, and the part of a column that such a line fills."""

_LEVEL = 0.4
"""Share of lines that stand level with one of the neighbouring column, where both are a table."""

_MARGIN = 2
"""Points by which a line may reach into the gutter before it counts as across."""

_CANDIDATES = 8
"""Left edges tried as gutters, the commonest first."""

_ITEM = re.compile(r"[•◦▪‣–\-*·●○■□➢✓]|\(?\w{1,2}[.)]\s")


def regions(
    lines: Sequence[Line], known: Collection[float] = (), depth: int = _DEPTH
) -> list[list[Row]]:
    """Runs of rows, each to be read from top to bottom before the next.

    Args:
        lines: of one page and one direction.
        known: the gutters of other pages.
        depth: how often a part may be cut again.
    """
    ordered = _with_tables(rows(lines))
    gutter = _gutter(ordered, known) if depth else None
    if gutter is None:
        return [[row for row, _ in ordered]] if ordered else []
    sides = (side for band in _bands(ordered, gutter) for side in band)
    parts = ([line for row in side for line in row] for side in sides)
    return [region for part in parts for region in regions(part, known, depth - 1)]


def usual_gutters(pages: Sequence[Sequence[Line]]) -> frozenset[float]:
    """The gutters that a good part of the pages have."""
    found = Counter(gutter for page in pages for gutter in set(_gutters(page, _DEPTH)))
    return frozenset(x for x, count in found.items() if count >= _USUAL * len(pages))


def _gutters(lines: Sequence[Line], depth: int) -> Iterator[float]:
    """The gutters of a page that part long columns."""
    ordered = _with_tables(rows(lines))
    gutter = _gutter(ordered, ()) if depth else None
    if gutter is None:
        return
    bands = _bands(ordered, gutter)
    if min(map(len, _facing(bands))) >= _TELLING:
        yield gutter
    for band in bands:
        for side in band:
            yield from _gutters([line for row in side for line in row], depth - 1)


def _with_tables(ordered: Sequence[Row]) -> list[_Marked]:
    """The rows, and whether each is of a table, which no gutter cuts."""
    marked: list[_Marked] = []
    while len(marked) < len(ordered):
        rest = ordered[len(marked) : len(marked) + TALLEST]
        length = table_length(rest)
        columns = columns_of(rest[:length])
        table = min(length, len(columns)) >= _FACING and not any(map(is_dense, columns))
        marked += [(row, table) for row in rest[: length if table else 1]]
    return marked


def _gutter(ordered: Sequence[_Marked], known: Collection[float]) -> float | None:
    """Where most text stands face to face, if any does."""
    edges = Counter(round(line.left) for row, _ in ordered for line in row)
    near = Counter({x: sum(edges[x + shift] for shift in (-1, 0, 1, 2)) for x in edges})
    best, most = None, 0
    for edge, count in near.most_common(_CANDIDATES):
        if count <= most:
            break
        gutter = edge - _MARGIN
        bands = _bands(ordered, gutter)
        facing = min(map(len, _facing(bands)))
        if facing <= most:
            continue
        certain = any(abs(gutter - x) < _MARGIN for x in known)
        if certain or (count >= _FACING and _are_columns(bands)):
            best, most = gutter, facing
    return best


def _bands(ordered: Sequence[_Marked], gutter: float) -> list[_Band]:
    """From top to bottom: rows across the gutter, or what is left and what is right of it."""
    bands: list[_Band] = []
    for row, tabular in ordered:
        across = tabular or _is_across(row, gutter)
        if not bands or (len(bands[-1]) == 1) != across:
            bands.append(([],) if across else ([], []))
        if across:
            bands[-1][0].append(row)
            continue
        for side, lines in groupby(row, key=lambda line: line.left > gutter):
            bands[-1][side].append(tuple(lines))
    return [part for band in bands for part in _headed(band)]


def _headed(band: _Band) -> list[_Band]:
    """A band, the authors of a paper, who stand side by side above its columns, apart from these.

    They are centred, so that no line of them begins where those of the columns do.
    """
    if len(band) == 1 or not all(band):
        return [band]
    edges = [Counter(round(row[0].left) for row in side).most_common(1)[0][0] for side in band]
    top = min(
        row[0].top
        for side, edge in zip(band, edges, strict=True)
        for row in side
        if abs(row[0].left - edge) < _MARGIN
    )
    heads = tuple([row for row in side if row[0].bottom < top] for side in band)
    texts = tuple([row for row in side if row[0].bottom >= top] for side in band)
    if all(heads) and all(side and is_dense([whole(row) for row in side]) for side in texts):
        return [heads, texts]
    return [band]


def _is_across(row: Row, gutter: float) -> bool:
    """Whether a row has a line across the gutter; one that merely ends behind it has none."""
    parted = row[0].left <= gutter < row[-1].left
    margin = row[0].size if parted else 0
    return any(line.left <= gutter < line.right - margin for line in row)


def _facing(bands: Sequence[_Band]) -> tuple[list[Line], list[Line]]:
    """The rows left and right of a gutter that stand face to face, each as one line."""
    found: tuple[list[Line], list[Line]] = ([], [])
    for band in bands:
        if len(band) == 1 or not all(band):
            continue
        sides = [[whole(row) for row in side] for side in band]
        top = max(min(line.top for line in side) for side in sides)
        bottom = min(max(line.bottom for line in side) for side in sides)
        for side, lines in zip(sides, found, strict=True):
            lines.extend(line for line in side if line.bottom > top and line.top < bottom)
    return found


def _are_columns(bands: Sequence[_Band]) -> bool:
    """Whether there is text on both sides, or in one band so much that the others do not matter."""
    each = (_facing([band]) for band in bands)
    return _is_text(*_facing(bands)) or any(
        min(map(len, sides)) >= _FACING and all(map(is_dense, sides)) for sides in each
    )


def _is_text(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether both sides are columns of text rather than of a table.

    Text fills its column, is a list, or does not keep to the rows of its neighbour.
    """
    fewer, more = sorted((left, right), key=len)
    if len(fewer) < _FACING or 2 * sum(_has_beside(more, line) for line in fewer) < len(fewer):
        return False  # too little, or formulas between lines of text
    if min(median(len(line.text) for line in side) for side in (left, right)) < _LABEL:
        return False
    dense = any(map(is_dense, (left, right)))
    if not dense and all(2 * sum(x.font.mono for x in side) > len(side) for side in (left, right)):
        return False  # code with comments beside it
    if all(map(_fills, (left, right))):
        return True
    if dense and 2 * len(fewer) > len(more):
        return True
    bottoms = sorted(line.bottom for line in right)
    level = sum(_has_near(bottoms, line.bottom) for line in left)
    return level < _LEVEL * len(fewer)


def _has_beside(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line stands beside one of those of the other column."""
    index = bisect_left(lines, line.bottom, key=lambda other: other.bottom)
    return any(
        x.top < line.bottom and line.top < x.bottom for x in lines[max(index - 1, 0) : index + 1]
    )


def _has_near(values: Sequence[float], value: float) -> bool:
    index = bisect_left(values, value - 1)
    return index < len(values) and values[index] <= value + 1


def _fills(side: Sequence[Line]) -> bool:
    """Whether lines are a list, or long, or at least not of very different lengths."""
    width = max(line.right for line in side) - min(line.left for line in side)
    part = median(line.right - line.left for line in side) / max(width, 1)
    length = median(len(line.text) for line in side)
    items = sum(bool(_ITEM.match(line.text)) for line in side)
    return 3 * items > len(side) or any(length >= x and part >= y for x, y in _FILLED)
