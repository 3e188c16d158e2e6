"""Lines of one column to the groups that belong together: paragraphs, list items, headings."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.layout.types import Line

_BULLET = re.compile(r"[•◦▪▫‣∙●○■□◆➢➤►▶✓✔❖]\s*(?=\S)")
_DASH = re.compile(r"[–—\-*·]\s+(?=\S)")
_NUMBER = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-h]|[ivx]{1,4})\.)\s+(?=\S)"
)
"""Capitals with a point are initials of names."""

_REFERENCE = re.compile(r"\[[\w+.\-]{1,12}\]\s+(?=\S)")
_FINISHED = re.compile(r"[.!?:;。！？：…]['\"’”)\]»]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_HYPHENATED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_LEADERS = re.compile(r"… \S{1,6}$")

_TALLEST = 3
"""Lines of a large title, which need not be full."""

_ENDING = 40
"""Characters that tell whether a text is finished."""

_GAP = 1.35
"""Distance between baselines, over the usual one, that parts two paragraphs."""

_INDENT = 0.7
"""Shift of a line's start, in ems, that means something."""

_SHORT = 0.6
"""Length of a line, over that of a full one, that is never within a paragraph."""

_RESIZED = 0.08
"""Change of size that does."""

_OVERLAP, _WIDEST, _ENOUGH = 0.8, 3.0, 4
"""Least and greatest pitch of lines of one paragraph; pitches that make a statistic."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in a document.

    Attributes:
        body: size of most characters, in points.
        pitch: distance between baselines over the size.
        coded: whether monospaced text is the exception, and so means code.
        bolded: whether bold text is, and so may mean a heading.
        headed: whether there are headings; not in what stands along a margin.
    """

    body: float
    pitch: float
    coded: bool
    bolded: bool
    headed: bool = True


def measured(pages: Iterable[Sequence[Line]]) -> Measure:
    """What is usual in the lines of a document."""
    sizes: Counter[float] = Counter()
    pitches: Counter[float] = Counter()
    total = mono = bold = 0
    for page in pages:
        for before, line in pairwise([*page[:1], *page]):
            length = len(line.text)
            sizes[round(line.size * 2) / 2] += length
            total, mono, bold = (
                total + length,
                mono + length * line.font.mono,
                bold + length * line.font.bold,
            )
            pitch = (line.bottom - before.bottom) / line.size
            if abs(line.left - before.left) < 1 and _OVERLAP < pitch < _WIDEST:
                pitches[round(pitch, 1)] += 1
    body = sizes.most_common(1)[0][0] if sizes else 1
    pitch = pitches.most_common(1)[0][0] if pitches else 1.2
    return Measure(body, pitch, coded=2 * mono < total, bolded=2 * bold < total)


def is_finished(text: str) -> bool:
    """Whether a text ends as sentences do."""
    return bool(_FINISHED.search(text[-_ENDING:]))


def grouped(lines: Sequence[Line], usual: Measure) -> list[list[Line]]:
    """The lines of one column, from top to bottom, in paragraphs."""
    groups: list[list[Line]] = []
    pitch = _pitch(lines, usual)
    for stretch in _stretches(lines, pitch):
        edge = _edge(stretch, lines)
        groups.append([stretch[0]])
        for number in range(1, len(stretch)):
            if _starts(groups[-1], stretch[number : number + 2], edge, usual):
                groups.append([])
            groups[-1].append(stretch[number])
    return groups


def _edge(stretch: Sequence[Line], lines: Sequence[Line]) -> float:
    """The x that full lines of a stretch reach; that of the column where it is narrow."""
    edge, right = max(x.right for x in stretch), max(x.right for x in lines)
    left = min(x.left for x in lines)
    return edge if 2 * (edge - min(x.left for x in stretch)) > right - left else right


def _pitch(lines: Sequence[Line], usual: Measure) -> float:
    """The distance between baselines over the size, within a paragraph of these lines."""
    pitches = sorted((b.bottom - a.bottom) / b.size for a, b in pairwise(lines) if _alike(a, b))
    pitches = [pitch for pitch in pitches if pitch > _OVERLAP]
    near = pitches[len(pitches) // 4] if len(pitches) >= _ENOUGH else usual.pitch
    return min(near, usual.pitch * 1.2)


def _stretches(lines: Sequence[Line], pitch: float) -> list[list[Line]]:
    """The lines between wide gaps and changes of size."""
    found = [[lines[0]]] if lines else []
    for before, line in pairwise(lines):
        near = line.bottom - before.bottom < _GAP * pitch * max(line.size, before.size)
        if not near or not _alike(before, line):
            found.append([])
        found[-1].append(line)
    return found


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _RESIZED * max(one.size, other.size)


def _starts(group: Sequence[Line], lines: Sequence[Line], edge: float, usual: Measure) -> bool:
    """Whether the first of `lines` begins a paragraph after those of `group`.

    Lines that are full reach the x `edge`.
    """
    before, line = group[-1], lines[0]
    if _BULLET.match(line.text) or _LEADERS.search(before.text) or _LEADERS.search(line.text):
        return True
    hyphenated = _HYPHENATED.search(before.text)
    if hyphenated or (is_large(line, usual) and len(group) < _TALLEST and not marker(line.text)):
        return False
    full, finished = _is_full(before, line, edge), is_finished(before.text)
    if marker(line.text) and (finished or not full or _is_next_item(group[0], line)):
        return True
    shift = (line.left - before.left) / line.size
    if shift > _INDENT:
        hangs = marker(group[0].text) or (len(lines) > 1 and abs(lines[1].left - line.left) < 1)
        return not full or (finished and not hangs)
    if full:
        return shift < -_INDENT and len(group) > 1
    broken = finished or before.font.bold != line.font.bold or not line.text[0].islower()
    short = before.right - before.left < _SHORT * (edge - before.left)
    return broken or short or shift < -_INDENT


def _is_next_item(item: Line, line: Line) -> bool:
    return bool(marker(item.text)) and abs(item.left - line.left) < _INDENT * line.size


def _is_full(before: Line, line: Line, edge: float) -> bool:
    """Whether the first word of a line would not have fitted at the end of the one before."""
    first = len(line.text.partition(" ")[0]) + 1
    width = (line.right - line.left) / len(line.text) * first
    return before.right + width > edge - 0.3 * line.size


def marker(text: str) -> str:
    """The bullet, number or reference mark that a text begins with; empty if there is none."""
    match = _BULLET.match(text) or _DASH.match(text) or _NUMBER.match(text)
    match = match or _REFERENCE.match(text)
    return match[0] if match else ""


def is_large(line: Line, usual: Measure) -> bool:
    """Whether a line is set larger than ordinary text."""
    return line.size > 1.12 * usual.body
