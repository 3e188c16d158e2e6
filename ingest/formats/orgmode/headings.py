"""Headings of Org, and the subtrees below them that are to be read."""

import re
from collections.abc import Iterator, Sequence

from ingest.formats.lined import Line, LinedBlock, holding
from ingest.formats.orgmode.blocks import blocks
from ingest.formats.orgmode.inline import org_inline

_HEADING = re.compile(r"(?P<stars>\*+) +(?P<title>.*)")
_KEYWORD = re.compile(
    r"\A(?:(?:TODO|DONE|NEXT|WAITING|WAIT|HOLD|STARTED|CANCELL?ED|SOMEDAY)(?:\s+|\Z))?"
    r"(?:\[#\w\]\s*)?"
)
_TAGS = re.compile(r"(?<!\S):(?P<tags>[\w@#%:]+):\Z")
_COOKIE = re.compile(r"\s*\[\d*(?:/\d*|%)\]")


def headings_and_blocks(lines: Sequence[Line]) -> Iterator[LinedBlock]:
    """The blocks of a file; subtrees that are comments or not to be exported are left out."""
    hidden = 0
    start = 0
    for at, line in enumerate([*lines, Line(0, "* ")]):
        heading = _HEADING.match(line.text)
        if not heading and line.number:
            continue
        if not hidden:
            yield from blocks(lines[start:at])
        start = at + 1
        level = len(heading["stars"]) if heading else 1
        if hidden and level > hidden:
            continue
        title, hides = _title(heading["title"] if heading else "")
        hidden = level if hides else 0
        if title and not hidden:
            element = holding(f"h{min(level, 6)}", org_inline(title))
            yield LinedBlock(element, line.number, line.number)


def _title(text: str) -> tuple[str, bool]:
    """What a heading is called, without its state and tags; whether its subtree is to be hidden."""
    tags = _TAGS.search(text)
    given = tags["tags"].split(":") if tags else []
    text = _COOKIE.sub("", text[: tags.start()] if tags else text).strip()
    text = _KEYWORD.sub("", text, count=1)
    comment = text == "COMMENT" or text.startswith("COMMENT ")
    return text, comment or "noexport" in given or "ARCHIVE" in given
