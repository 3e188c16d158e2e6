"""The lines of a plain text, and what each looks like by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.structure.items import columns

_LINE = re.compile(r"[^\r\n]+")
DEFINITION = re.compile(r"[^\W_]\S*\s+(?:\S+\s+){0,5}?(?:[—–]|--?)\s+\S")
"""A line such as ``Bias — the error of the mean``; titles may look like it, too."""

_STRUCTURE = re.compile(r"[-*+•·‣◦▪]\s|1[.)]\s|[|`]|[^\t]{1,200}\t")
_ENDED = re.compile(r"[.!?:;)”\"。！？][*_]*\Z")
_NARROWEST = 40
_OVERLONG = 1.2
"""A line this many times longer than the usual width was not wrapped at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes:
        start: offset at which it begins, its indentation included.
        end: offset behind its last visible character.
        text: what is on it, without white space around.
        indent: columns of its indentation.
        gap: whether a blank line or a page break stands before it, or nothing at all.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: bool


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not blank, in order; what all are indented by counts nothing."""
    lines: list[Line] = []
    reached = 0
    for match in _LINE.finditer(text):
        line = match[0]
        body = line.strip()
        if not body:
            continue
        start = match.start()
        indent = line[: len(line) - len(line.lstrip())]
        margin = indent.rfind("\f") + 1
        gap = not lines or margin > 0 or text[reached:start] not in ("\n", "\r\n", "\r")
        end = start + len(line.rstrip())
        indented = columns(indent[margin:]) if indent else 0
        lines.append(Line(start + margin, end, body, indented, gap))
        reached = match.end()
    common = min((line.indent for line in lines), default=0)
    return [replace(x, indent=x.indent - common) for x in lines] if common else lines


def wrap_width(lines: Sequence[Line]) -> int:
    """The width to which the paragraphs of a text are wrapped; large where they are not."""
    lengths = sorted(line.indent + len(line.text) for line in lines)
    return max(lengths[len(lengths) * 9 // 10] if lengths else 0, _NARROWEST)


def deliberate(lines: Sequence[Line], at: int, width: int) -> bool:
    """Whether a line was ended on purpose: the first word of the next would have fitted on it."""
    if at + 1 == len(lines) or lines[at + 1].gap:
        return True
    if _STRUCTURE.match(lines[at + 1].text):
        return True
    length = lines[at].indent + len(lines[at].text)
    word = len(lines[at + 1].text.split(maxsplit=1)[0])
    return length + 1 + word < width or length > width * _OVERLONG


def opens(lines: Sequence[Line], at: int, width: int) -> bool:
    """Whether a line begins something new rather than going on with the line above it."""
    if lines[at].gap:
        return True
    return deliberate(lines, at - 1, width) or bool(_ENDED.search(lines[at - 1].text))
