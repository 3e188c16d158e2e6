"""Markdown files: the text is the file's own, but for pictures that are embedded in it."""

import re

from ingest.content import Content, Structure
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.errors import SourceError
from ingest.front_matter import front_matter
from ingest.structure.markdown import first_heading

_EMBEDDED = re.compile(r"data:[a-z]+/[\w.+-]+;base64,[A-Za-z0-9+/=%]{64,}", re.IGNORECASE)
"""A picture as exports of web editors write it: megabytes that nobody can read."""


def read_markdown(data: bytes) -> Content:
    """The file's text, unchanged where it is sound; the title of its front matter or first heading.

    Raises:
        SourceError: if the bytes are not text, or there is none below its front matter.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    text, pictures = _EMBEDDED.subn("", repaired.text)
    metadata, start = front_matter(text)
    if not text[start:].strip():
        raise SourceError("empty: no text below its front matter")
    title = str(metadata.get("title") or first_heading(text))
    remarks = [*decoded.remarks, *repaired.remarks]
    if pictures:
        remarks.append(f"{pictures} embedded picture{'s' * (pictures > 1)} left out")
    return Content(text, Structure.MARKDOWN, title, metadata=metadata, remarks=tuple(remarks))
