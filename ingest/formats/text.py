"""Plain text files: the text is the file's own."""

from ingest.content import Content, Structure
from ingest.encoding.decode import decode
from ingest.encoding.repair import repair


def read_text(data: bytes) -> Content:
    """The file's text, unchanged where it is sound.

    Raises:
        SourceError: if the bytes are not text.
    """
    decoded = decode(data)
    repaired = repair(decoded.text)
    remarks = (*decoded.remarks, *repaired.remarks)
    return Content(repaired.text, Structure.TEXT, remarks=remarks)
