"""AsciiDoc files: their text as Markdown, placed by the lines of the source."""

from ingest.content import Content
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.formats.adoc.blocks import Reader
from ingest.formats.adoc.inline import InlineReader
from ingest.formats.adoc.sections import section_titles, without_header
from ingest.formats.lined import lined_content, numbered, readable


def read_asciidoc(data: bytes) -> Content:
    """Headings, text, lists, tables and code as Markdown; comments are not read.

    Other files are not followed, and what passes through to HTML is left out.

    Raises:
        SourceError: if it is no text, or holds none.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    lines, author = without_header(numbered(readable(repaired.text)))
    reader = Reader(InlineReader(sections=section_titles(lines)))
    blocks = list(reader.blocks(lines))
    remarks = [*decoded.remarks, *repaired.remarks]
    files = ", ".join(dict.fromkeys(reader.elsewhere))
    if files:
        remarks.append(f"files that it includes not followed: {files}")
    metadata = {"author": author} if author else {}
    return lined_content(blocks, remarks=remarks, metadata=metadata)
