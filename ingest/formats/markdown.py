"""Markdown files: the text is the file's own."""

import re

from ingest.content import Content, Structure
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.front_matter import front_matter

_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def read_markdown(data: bytes) -> Content:
    """The file's text, unchanged where it is sound; the title of its front matter or first heading.

    Raises:
        SourceError: if the bytes are not text.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    metadata = front_matter(repaired.text)[0]
    heading = _TITLE.search(repaired.text)
    title = str(metadata.get("title") or (heading[1] if heading else ""))
    remarks = (*decoded.remarks, *repaired.remarks)
    return Content(repaired.text, Structure.MARKDOWN, title, metadata=metadata, remarks=remarks)
