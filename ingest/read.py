"""One file to the parts of a Document: its text, title and front matter."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from ingest.front_matter import front_matter

FORMATS = {".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text"}
"""Formats by file name ending."""

MAX_BYTES = 50_000_000
"""Larger files are refused: no study note is, and a parser's memory is a multiple of it."""

_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Content:
    """What one file holds, before it is known which document it is."""

    title: str
    text: str
    metadata: dict[str, Any]


def read_file(path: Path) -> Content:
    """Reads a Markdown or plain text file in UTF-8.

    Returns:
        The file's text unchanged (a byte order mark apart), a title from the front matter, the
        first heading or the file's name, and the front matter with ``format`` added.

    Raises:
        SourceError: with the reason, if the file cannot be read as study text.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise SourceError(f"not a format that is read here ({', '.join(FORMATS)})")
    text = _decode(path)
    metadata = front_matter(text)[0] if kind == "markdown" else {}
    heading = _TITLE.search(text) if kind == "markdown" else None
    title = str(metadata.get("title") or (heading[1] if heading else path.stem))
    return Content(title, text, {**metadata, "format": kind})


def _decode(path: Path) -> str:
    """The file's text; only what is certainly UTF-8 text passes."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"larger than {MAX_BYTES // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be opened: {error.strerror}") from error
    if b"\0" in data:
        raise SourceError("binary data, not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    if not text.strip():
        raise SourceError("empty")
    return text
