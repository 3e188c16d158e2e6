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
    found = [(match["key"].lower(), match["value"]) for match in _STATED.finditer(source)]
    title, author = (" ".join(x for key, x in found if key == name) for name in ("title", "author"))
    return lined_content(
        list(headings_and_blocks(numbered(source))),
        title,
        [*decoded.remarks, *repaired.remarks],
        {"author": author} if author else {},
    )
