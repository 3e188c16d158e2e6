"""Tables in plain text: drawn with bars, parted by tabs, or aligned by blanks."""

import re
from collections.abc import Callable, Sequence

from ingest.structure.plaintext.lines import Line

_RULE = re.compile(r"(?=.*\|)[|+:\s=-]+")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST_ALIGNED = 3
_WIDEST = 400


def table_end(text: str, lines: Sequence[Line], at: int) -> int:
    """The index behind the last line of the table that begins with line `at`; `at` if none does."""
    first = lines[at].text
    if first[0] in "|+" or "|" in first:
        end = _run(lines, at, lambda line: line.text[0] in "|+" or "|" in line.text)
        drawn = first[0] in "|+" or (end > at + 1 and _RULE.fullmatch(lines[at + 1].text))
        return end if drawn and end > at + 1 else at
    if "\t" in first:
        end = _run(lines, at, lambda line: "\t" in text[line.start : line.end])
        return end if end > at + 1 else at
    if "  " in first:
        return _aligned_end(text, lines, at)
    return at


def _run(lines: Sequence[Line], at: int, belongs: Callable[[Line], bool]) -> int:
    end = at + 1
    while end < len(lines) and not lines[end].gap and belongs(lines[end]):
        end += 1
    return end


def _aligned_end(text: str, lines: Sequence[Line], at: int) -> int:
    """The end of at least three lines with a column of blanks through all of them."""
    common = _columns(text, lines[at])
    end = at + 1
    while common and end < len(lines) and not lines[end].gap:
        shared = common & _columns(text, lines[end])
        if not shared:
            break
        common, end = shared, end + 1
    return end if end - at >= _LEAST_ALIGNED else at


def _columns(text: str, line: Line) -> set[int]:
    """Columns in which a line has part of a wide gap."""
    row = text[line.start : line.end]
    if len(row) > _WIDEST:
        return set()
    row = row.expandtabs()
    return {column for gap in _GAP.finditer(row) for column in range(gap.start() + 1, gap.end())}
