"""From character offsets to what a reader calls a place: ``lines 40-52``, ``p. 12``."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from ingest.types import Document

_NUMBERED = re.compile(
    r"(?P<what>lines?|pp?\.|slides?|cells?|rows?|paragraphs?) (?P<from>\d+)(?:-(?P<to>\d+))?"
)
_MANY = {"line": "lines", "p.": "pp.", "slide": "slides", "cell": "cells", "row": "rows",
         "paragraph": "paragraphs"}  # fmt: skip
_LINE_END = re.compile(r"\r\n|\r|\n")


@lru_cache(maxsize=8)
def line_starts(text: str) -> tuple[int, ...]:
    """Offsets at which the lines of `text` start; CR, LF and CRLF each end a line.

    Kept for a few texts, since each passage of a document asks for them.
    """
    return (0, *(match.end() for match in _LINE_END.finditer(text)))


def place(document: Document, start: int, end: int) -> str:
    """The place of ``document.text[start:end]``, as a reader would say it.

    A span over several locations names the first and the last of them; a document without
    locations is read by lines.
    """
    if document.locations:
        first = bisect_right(document.locations, start, key=lambda x: x.end)
        last = bisect_left(document.locations, end, key=lambda x: x.start)
        labels = [x.label for x in document.locations[first:last]]
        return _joined(labels[0], labels[-1]) if labels else ""
    starts = line_starts(document.text)
    first = bisect_right(starts, start)
    last = max(first, bisect_right(starts, max(start, end - 1)))
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _joined(first: str, last: str) -> str:
    """Two labels as one: ``line 13`` and ``lines 18-29`` are ``lines 13-29``."""
    if first == last:
        return first
    begin, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if begin is None or end is None:
        return f"{first} to {last}"
    what = _MANY.get(begin["what"], begin["what"])
    if what != _MANY.get(end["what"], end["what"]):
        return f"{first} to {last}"
    ends = begin["from"], end["to"] or end["from"]
    return "{} {}-{}".format(what, *sorted(ends, key=int))  # a footnote may follow a later page
