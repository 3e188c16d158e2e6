"""From character offsets to what a reader calls a place: ``lines 40-52``, ``p. 12``."""

import re
from bisect import bisect_right

from ingest.types import Document

_LINE_END = re.compile(r"\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    """Offsets at which the lines of `text` start; CR, LF and CRLF each end a line."""
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def place(document: Document, start: int, end: int) -> str:
    """The place of ``document.text[start:end]``, as a reader would say it.

    A span over several locations names the first and the last of them; a document without
    locations is read by lines.
    """
    if document.locations:
        labels = [x.label for x in document.locations if x.start < end and x.end > start]
        return labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}" if labels else ""
    starts = line_starts(document.text)
    first = bisect_right(starts, start)
    last = max(first, bisect_right(starts, max(start, end - 1)))
    return f"line {first}" if first == last else f"lines {first}-{last}"
