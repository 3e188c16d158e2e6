"""One file to Content: its format is told, its bytes are handed to the reader of that format."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ingest.content import Content
from ingest.errors import SourceError
from ingest.folders import unopened
from ingest.limits import MAX_BYTES, MAX_TEXT, within
from ingest.metadata import stated, without_lone_surrogates
from ingest.questions import read_questions
from ingest.sniff import Format, format_of

READERS = "readers-5"
"""Names the readers in an index's fingerprint; change it whenever any reads a file differently."""


def read_file(path: Path, any_ending: bool = False) -> Content:
    """Reads a study file of any format, in this process; see `ingest.reading` for a safe one.

    Args:
        path: of the file.
        any_ending: whether text is read whatever the file's name ends in.

    Returns:
        Content with a title (the file's name where it has none of its own); among its metadata
        ``format``, and ``questions`` where there are any beside it, each with its place.

    Raises:
        SourceError: with the reason, if the file cannot be read as study text.
    """
    data = _bytes(path)
    kind = format_of(path.name, data, any_ending)
    content = _reader(kind)(data)
    text, title = without_lone_surrogates([content.text, content.title])
    if not text.strip():
        raise SourceError("empty")
    within(len(text), MAX_TEXT, "characters of text")
    metadata = {**stated(content.metadata), "format": str(kind)}
    if title and kind is not Format.MARKDOWN:  # where the first heading is in the text
        metadata["title"] = title
    questions, remarks = read_questions(path, text)
    if questions:
        metadata["questions"] = [list(each) for each in questions]  # as JSON gives them back
    return replace(
        content,
        text=text,
        title=title or _title(path.stem),
        metadata=metadata,
        remarks=(*content.remarks, *remarks),
    )


def _title(name: str) -> str:
    """A file's name as a title, without the control characters that it may hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(f"larger than {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(unopened(error)) from error


def _reader(kind: Format) -> Callable[[bytes], Content]:
    """The reader of a format; its module, with the libraries it needs, is loaded only now."""
    module = import_module(f"ingest.formats.{kind}")
    reader: Callable[[bytes], Content] = getattr(module, f"read_{kind}")
    return reader
