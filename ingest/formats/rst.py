"""reStructuredText files: their text as Markdown, placed by the lines of the source."""

from ingest.content import Content
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair
from ingest.errors import SourceError
from ingest.formats.lined import lined_content, readable
from ingest.formats.restructured.parse import parsed
from ingest.formats.restructured.reader import Reader


def read_rst(data: bytes) -> Content:
    """Text, lists, tables, code and formulas as Markdown; comments are not read.

    What Sphinx adds to the language is read without it. Other files are not followed.

    Raises:
        SourceError: if it is no text, holds none, or is built to exceed all bounds.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    source = readable(repaired.text)
    remarks = [*decoded.remarks, *repaired.remarks]
    try:
        reader = Reader(parsed(source), source.split("\n"))
        blocks = reader.read()
    except RecursionError as error:
        raise SourceError("blocks nested too deeply") from error
    files = ", ".join(dict.fromkeys(reader.elsewhere))
    if files:
        remarks.append(f"files that it includes not followed: {files}")
    return lined_content(blocks, remarks=remarks)
