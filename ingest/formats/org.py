"""Org files: their text as Markdown, placed by the lines of the source."""

import re

from ingest.content import Content
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.formats.lined import lined_content, numbered, readable
from ingest.formats.orgmode.headings import headings_and_blocks

_STATED = re.compile(r"^#\+(?P<key>title|author):[ \t]*(?P<value>.*)", re.IGNORECASE | re.MULTILINE)


def read_org(data: bytes) -> Content:
    """Headings, text, lists, tables and code as Markdown; nothing is run or exported.

    Comments, subtrees that are comments or not for export, drawers and settings are left out.

    Raises:
        SourceError: if it is no text, or holds none.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    source = readable(repaired.text)
    stated = {"title": "", "author": ""}
    for match in _STATED.finditer(source):
        key = match["key"].lower()
        stated[key] = f"{stated[key]} {match['value']}".strip()
    return lined_content(
        list(headings_and_blocks(numbered(source))),
        stated["title"],
        [*decoded.remarks, *repaired.remarks],
        {"author": stated["author"]} if stated["author"] else {},
    )
