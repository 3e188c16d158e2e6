"""How far each paragraph, list, table and listing of a plain text reaches."""

import re
from collections.abc import Sequence

from ingest.structure.items import MARKER
from ingest.structure.plaintext.headlines import headline
from ingest.structure.plaintext.lines import DEFINITION, Line, opens
from ingest.structure.plaintext.listings import is_code
from ingest.structure.plaintext.tables import table_end
from ingest.types import Kind

RULE = re.compile(r"(?:[-=_*~#.+—–─━]\s?){3,}")
"""A line that only parts what is above from what is below."""

_FENCE = re.compile(r"(`{3,}|~{3,})")
_INDENTED = 2
"""Columns from which a paragraph is set apart from those at the margin."""

_LABEL = 80
"""Most characters of a line that announces what comes next."""


def extent(text: str, lines: Sequence[Line], at: int, width: int) -> tuple[int, Kind]:
    """The index behind the last line of what begins with line `at`, and what it is.

    Args:
        text: the whole text.
        lines: of the text.
        at: a line that is neither heading nor rule.
        width: to which paragraphs are wrapped, in characters.
    """
    if fence := _FENCE.match(lines[at].text):
        return _fence_end(lines, at, fence[1]), Kind.CODE
    if (end := table_end(text, lines, at)) > at:
        return end, Kind.TABLE
    if MARKER.match(lines[at].text):
        return _list_end(lines, at, width), Kind.LIST
    if (end := _indented_end(lines, at, width)) > at:
        kind = Kind.LIST
    else:
        end, kind = _paragraph_end(text, lines, at, width), Kind.PROSE
    told = end > at + 1 or lines[at].indent >= _INDENTED
    return end, Kind.CODE if told and is_code([x.text for x in lines[at:end]]) else kind


def _fence_end(lines: Sequence[Line], at: int, fence: str) -> int:
    for end in range(at + 1, len(lines)):
        if lines[end].text.startswith(fence) and not lines[end].text.strip(fence[0]):
            return end + 1
    return len(lines)


def _list_end(lines: Sequence[Line], at: int, width: int) -> int:
    """The end of a list: where something else begins at its margin or left of it."""
    margin, family = lines[at].indent, _family(lines[at])
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if line.indent < margin:
            break
        if MARKER.match(line.text):
            other = line.indent <= margin + 1 and _family(line) != family
            if other and (line.gap or _begins_section(lines, end, width)):
                break
        elif not (
            _goes_on(lines, end, width) if line.indent <= margin + 1 else _deeper(lines, end)
        ):
            break
        end += 1
    return end


def _begins_section(lines: Sequence[Line], at: int, width: int) -> bool:
    return opens(lines, at, width) and headline(lines, at, width) is not None


def _deeper(lines: Sequence[Line], at: int) -> bool:
    """Whether an indented line goes on with the item above it; a listing after a gap does not."""
    if not lines[at].gap:
        return True
    end = next((n for n in range(at + 1, len(lines)) if lines[n].gap), len(lines))
    return not is_code([line.text for line in lines[at:end]])


def _family(line: Line) -> str:
    """What markers of one list have in common: digits or letters with the same sign, or a sign."""
    marker = MARKER.match(line.text)
    return re.sub(r"\d+|[A-Za-z]", "1", marker[0]) if marker else ""


def _goes_on(lines: Sequence[Line], at: int, width: int) -> bool:
    """Whether a line at the margin of a list goes on with the item above it."""
    line, above = lines[at], lines[at - 1]
    if line.gap:
        return False
    marker = MARKER.match(above.text)
    alone = marker is not None and marker.end() == len(above.text)
    return alone or line.text[0].islower() or not opens(lines, at, width)


def _indented_end(lines: Sequence[Line], at: int, width: int) -> int:
    """The end of paragraphs that are set apart by their indentation; `at` if none begins here."""
    end = at
    while end < len(lines) and lines[end].indent >= _INDENTED:
        if end > at and MARKER.match(lines[end].text) and opens(lines, end, width):
            break
        end += 1
    # The first line of a paragraph may be indented, the others not.
    wrapped = end == at + 1 < len(lines) and not opens(lines, end, width)
    return at if wrapped else end


def _paragraph_end(text: str, lines: Sequence[Line], at: int, width: int) -> int:
    end = at + 1
    while end < len(lines) and not lines[end].gap:
        if opens(lines, end, width) and _begins(text, lines, end, width, lines[at]):
            break
        end += 1
    return end


def _begins(text: str, lines: Sequence[Line], at: int, width: int, first: Line) -> bool:
    """Whether a line right below a paragraph that began with `first` begins something else."""
    line = lines[at].text
    if MARKER.match(line) or _FENCE.match(line) or RULE.fullmatch(line):
        return True
    if line.endswith(":") and len(line) <= _LABEL:
        return True
    if DEFINITION.match(line) and DEFINITION.match(first.text):
        return True
    return table_end(text, lines, at) > at or headline(lines, at, width) is not None
