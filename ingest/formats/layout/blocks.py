"""Rows of one column to blocks: what each is, before it is known how they continue one another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ingest.formats.layout.code import code_length, code_lines, without_numbers
from ingest.formats.layout.fences import MARK
from ingest.formats.layout.paragraphs import Measure, grouped, is_finished, is_large, marker
from ingest.formats.layout.rows import Row, whole
from ingest.formats.layout.tables import TALLEST, table_length, table_rows
from ingest.formats.layout.types import Line

_SECTION = re.compile(
    r"(?:(?:chapter|appendix|part|lecture)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5}|[A-Z](?:\.\d{1,2})*)[.:)]?\s+\S",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|tab(?:le|\.)?|abb(?:ildung|\.)|tabelle|algorithm|listing|scheme|box)"
    r"\s*[\dIVX]+(?:\.\d+)*\s*[.:|—–]",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*∗†‡§¶]|\d{1,2}[.)]?\s?[^\W\d]")
_LETTERS = re.compile(r"(?:[^\W\d_].*?){3}")

_RELATION = re.compile(r"[=≈≠≤≥<>≡∝→∈∼]")
_PROSE = re.compile(r"[^\W\d_]{4,}")
_STATEMENT = re.compile(r"[;'\"\\#$@]|:=|==")
"""What code has and formulas have not."""

_MATHS, _INDENT = 1 / 3, 1.0
"""Share of long words in a displayed formula at most, and its indent, in ems, at the least."""

_LONGEST, _MOST = 160, 3
"""Characters and lines of a heading at most."""

_SMALL = 0.95
"""Size of a footnote over that of the body, at most."""


class Form(Enum):
    """What a block is."""

    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    CODE = auto()
    TABLE = auto()
    NOTE = auto()
    CAPTION = auto()
    FORMULA = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text that belong together, each with the number of its page.

    Attributes:
        region: number of the column, counted through the document.
        left: where it starts.
        size: of its text, in points.
        full: whether its last line reaches the end of the column, so that more may follow.
    """

    form: Form
    lines: tuple[tuple[int, str], ...]
    region: int
    left: float
    size: float
    full: bool


def blocks_of(rows: Sequence[Row], page: int, region: int, usual: Measure) -> list[Block]:
    """The blocks of one column.

    Args:
        rows: of the column, from top to bottom.
        page: the number that its lines get.
        region: the number that its blocks get.
        usual: what is usual in the document.
    """
    rows = [_marked(row) for row in without_numbers(rows)]
    blocks: list[Block] = []
    prose: list[Line] = []

    edge = max((line.right for row in rows for line in row), default=0)
    margin = min((line.left for row in rows for line in row), default=0)

    def put(form: Form, lines: Sequence[str], first: Line, last: Line) -> None:
        placed = tuple((page, line) for line in lines)
        full = last.right > edge - 2 * last.size
        blocks.append(Block(form, placed, region, first.left, first.size, full))

    def put_prose() -> None:
        groups = grouped(prose, usual)
        notes = _notes(groups, usual) if end == len(rows) else len(groups)
        for number, group in enumerate(groups):
            form = Form.NOTE if number >= notes else _form(group, margin, usual)
            put(form, [line.text for line in group], group[0], group[-1])
        prose.clear()

    end = 0
    while end < len(rows):
        start = end
        if length := code_length(rows, start, usual):
            form, lines = Form.CODE, code_lines(rows[start : start + length])
        elif length := table_length(rows[start : start + TALLEST]):
            form, lines = Form.TABLE, table_rows(rows[start : start + length])
        else:
            prose.append(whole(rows[start]))
            end = start + 1
            continue
        put_prose()
        end = start + length
        put(form, lines, rows[start][0], rows[end - 1][-1])
    put_prose()
    return blocks


def _marked(row: Row) -> Row:
    """The row with the bullet or number of a list item joined to the item's text."""
    if len(row) > 1 and marker(f"{row[0].text} x") == f"{row[0].text} ":
        return (whole(row[:2]), *row[2:])
    return row


def _notes(groups: Sequence[Sequence[Line]], usual: Measure) -> int:
    """The number of the first group that is a footnote, as is all that follows it.

    Footnotes are small and end a column; they begin with a mark or follow half a sentence.
    """
    start = len(groups)
    while start and groups[start - 1][0].size < _SMALL * usual.body:
        start -= 1
    if 0 < start < len(groups) and not is_finished(groups[start - 1][-1].text):
        return start
    marked = (n for n in range(start, len(groups)) if _NOTE.match(groups[n][0].text))
    return next(marked, len(groups))


def _form(group: Sequence[Line], margin: float, usual: Measure) -> Form:
    """What a group of lines of prose is, in a column that begins at a margin."""
    text = " ".join(line.text for line in group)
    mark = marker(text)
    if mark in ("", f"{MARK} ") and all(_is_formula(line, margin) for line in group):
        return Form.FORMULA
    if _CAPTION.match(text):
        return Form.CAPTION
    if (not mark or _SECTION.match(text)) and _is_heading(group, text, usual):
        return Form.HEADING
    return Form.ITEM if mark and not mark.startswith("[") else Form.PARAGRAPH


def _is_formula(line: Line, margin: float) -> bool:
    """Whether a line is a formula that is displayed on its own."""
    words = line.text.replace(MARK, "=").split()
    long = sum(bool(_PROSE.search(word)) for word in words)
    if line.left - margin < _INDENT * line.size or _STATEMENT.search(line.text):
        return False
    return any(map(_RELATION.search, words)) and long <= _MATHS * len(words)


def _is_heading(group: Sequence[Line], text: str, usual: Measure) -> bool:
    if len(text) > _LONGEST or len(group) > _MOST or not usual.headed:
        return False
    sentence = is_finished(text) and text[-1] not in "?!"
    if sentence or "…" in text or "@" in text or not _LETTERS.search(text):
        return False
    if is_large(group[0], usual) or (usual.bolded and all(line.font.bold for line in group)):
        return True
    distinct = text.isupper() or all(line.font.italic for line in group)
    return bool(_SECTION.match(text)) and distinct
