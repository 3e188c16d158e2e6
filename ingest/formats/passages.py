"""Passages, each with its place, to the text of a file and the locations in it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.content import Content
from ingest.errors import SourceError
from ingest.types import Location

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of Markdown that stands alone, and what a reader calls its place."""

    text: str
    label: str


def content_of(
    passages: Iterable[Passage],
    title: str = "",
    remarks: Sequence[str] = (),
    metadata: dict[str, str] | None = None,
    between: str = "\n\n",
) -> Content:
    """One text of all passages, in order.

    Passages without text are left out; neighbours of one place share a location.

    Args:
        passages: in the order of the file.
        title: of the whole file.
        remarks: for the reader.
        metadata: of the whole file.
        between: what parts two passages.

    Raises:
        SourceError: if no passage has text.
    """
    texts: list[str] = []
    locations: list[Location] = []
    end = -len(between)
    for passage in passages:
        text = tidy(passage.text)
        if not text:
            continue
        start = end + len(between)
        end = start + len(text)
        texts.append(text)
        if locations and locations[-1].label == passage.label:
            start = locations.pop().start
        locations.append(Location(start, end, passage.label))
    if not texts:
        raise SourceError("no text in it")
    title = " ".join(tidy(title).split())
    return Content(
        between.join(texts),
        title=title,
        locations=tuple(locations),
        metadata=metadata or {},
        remarks=tuple(remarks),
    )


def tidy(text: str) -> str:
    """Text in NFC, without control characters, white space at line ends, blank lines in a row."""
    text = _LINE_END.sub("\n", unicodedata.normalize("NFC", text))
    lines = (line.rstrip() for line in _CONTROLS.sub("", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
