"""Running headers, footers and page numbers: what stands at the edge of page after page."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from ingest.formats.layout.rows import Row, rows
from ingest.formats.layout.types import Line

_DEPTH = 3
"""Rows at either edge that may be running ones."""

_OFTEN = 3
"""Pages on which a running title stands at the least, where most pages have other ones."""

_SMALL = 0.95
"""Size of line numbers over that of the body, at most."""

_COUNTED = 15
"""Lines of a page that are numbered, at the least."""

_COUNT = re.compile(r"\d{1,4}")
_NUMBER = re.compile(
    r"\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE
)
_EDGE_NUMBER = re.compile(r"^\d{1,4}(?=\s|$)|(?<=\s)\d{1,4}$")


def without_stamps(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page but those that stand at the same place of most pages."""

    def stamp(line: Line) -> tuple[str, int, int, int]:
        return line.text, line.turn, round(line.left / 4), round(line.top / 4)

    counts = Counter(mark for page in pages for mark in {stamp(line) for line in page})
    enough = max(_OFTEN, len(pages) // 2 + 1)
    kept = [[line for line in page if counts[stamp(line)] < enough] for page in pages]
    return kept if any(kept) else [list(page) for page in pages]


def without_line_numbers(page: Sequence[Line], body: float) -> list[Line]:
    """The lines of a page but small numbers in the margin that count them."""
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    for line in sorted(page, key=lambda line: line.bottom):
        if _COUNT.fullmatch(line.text) and line.size < _SMALL * body:
            columns[round(line.right / 3)].append(line)
    counts = [numbers for numbers in columns.values() if _is_count(numbers, page)]
    dropped = {id(line) for numbers in counts for line in numbers}
    return [line for line in page if id(line) not in dropped]


def _is_count(numbers: Sequence[Line], page: Sequence[Line]) -> bool:
    """Whether numbers below one another count the lines beside them, with nothing between."""
    steps = sum(int(b.text) - int(a.text) == 1 for a, b in pairwise(numbers))
    left, right = min(x.left for x in numbers), max(x.right for x in numbers)
    amid = sum(line.left < right and line.right > left for line in page) - len(numbers)
    return steps >= _COUNTED and steps >= 0.9 * (len(numbers) - 1) and 10 * amid < len(numbers)


def without_running_titles(pages: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """The lines of each page but running headers, footers and page numbers.

    Args:
        pages: the lines of each page.
        body: size of ordinary text, in points; running titles are seldom larger.
    """
    kept: list[list[Line]] = [[] for _ in pages]
    for turn in sorted({line.turn for page in pages for line in page}):
        turned = [[line for line in page if line.turn == turn] for page in pages]
        for page, lines in zip(kept, _without_edges(turned, body), strict=True):
            page.extend(lines)
    return kept if any(kept) else [list(page) for page in pages]


def _without_edges(pages: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """The lines of each page, of one direction, but what runs along its upper and lower edge."""
    ordered = [rows(page) for page in pages]
    filled = sum(map(bool, ordered))
    shifts = _shifts(ordered)
    for edge in (0, -1):
        active: Sequence[int] = range(len(pages))
        for _ in range(_DEPTH):
            outermost = {number: ordered[number][edge] for number in active if ordered[number]}
            active = _running(outermost, filled, shifts, body)
            for number in active:
                ordered[number].pop(edge)
    return [[line for row in page for line in row] for page in ordered]


def _running(outermost: Mapping[int, Row], pages: int, shifts: Set[int], body: float) -> list[int]:
    """The numbers of the pages whose outermost row is no part of the text."""
    keys = {number: _key(_text(row)) for number, row in outermost.items()}
    often = Counter(keys.values())
    exactly = Counter(map(_text, outermost.values()))

    def is_running(number: int) -> bool:
        row, key = outermost[number], keys[number]
        text = _text(row)
        numbered = any(value - number in shifts for value in _numbers(text))
        if not key:  # a number alone
            return numbered or 2 * often[key] >= pages > 1 or text == str(pages) == "1"
        if exactly[text] > max(1, pages / 2):
            return True
        repeated = often[key] >= _OFTEN and len(key) >= _OFTEN
        small = max(line.size for line in row) < 1.1 * body
        return (small and (repeated or numbered or often[key] > max(1, pages / 2))) or (
            repeated and numbered
        )

    return [number for number in outermost if is_running(number)]


def _shifts(pages: Sequence[Sequence[Row]]) -> set[int]:
    """What is to be taken off the numbers at the edges of pages to count the pages from 0 on."""
    often = Counter(
        value - number
        for number, page in enumerate(pages)
        for value in {value for row in (*page[:1], *page[-1:]) for value in _numbers(_text(row))}
    )
    enough = max(_OFTEN, len(pages) / 3)
    return {shift for shift, count in often.items() if count >= enough}


def _numbers(text: str) -> list[int]:
    """The numbers that a row begins or ends with."""
    return [int(match[0]) for match in _EDGE_NUMBER.finditer(text)]


def _text(row: Row) -> str:
    return " ".join(line.text for line in row)


def _key(text: str) -> str:
    """What stays the same from page to page: the text without numbers; empty for a number alone."""
    if _NUMBER.fullmatch(text):
        return ""
    return " ".join(re.sub(r"[\W\d_]+", " ", text.casefold()).split()) or text


def without_overlays(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page, none where the next page shows all of them and more.

    Slides that are built up step by step are printed once for every step.
    """
    shown = [
        Counter((x.text, round(x.left)) for x in page if not _NUMBER.fullmatch(x.text))
        for page in pages
    ]
    steps = [1 < len(step) < len(after) and step <= after for step, after in pairwise(shown)]
    return [[] if step else list(page) for page, step in zip(pages, [*steps, False], strict=False)]
