"""RTF files, as word processors exchange them."""

import re

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.markup.sections import section_passages
from ingest.formats.passages import content_of
from ingest.formats.richtext.blocks import blocks
from ingest.formats.richtext.source import group_end, marked

_TITLE = re.compile(r"\{\s*\\title(?![A-Za-z])")
_LOST = "\ufffd"


def read_rtf(data: bytes) -> Content:
    """Paragraphs, lists and tables as Markdown; headings where the file says what they are.

    Pictures, field codes, page headers and footers are left out.

    Raises:
        SourceError: if the file is damaged or has no text.
    """
    source = marked(data)
    opened = source.find("{\\rtf")
    if opened < 0:
        raise SourceError("not an RTF file, whatever its name says")
    printed = _printed(source[opened:])
    found = blocks(printed.replace(_LOST, ""))
    remarks = []
    if _LOST in printed:
        remarks.append(f"{printed.count(_LOST)} characters that could not be read left out")
    if group_end(source, opened) == len(source) and not source.rstrip().endswith("}"):
        remarks.append("its end is missing")
    headings = (block.lstrip("# ") for block in found if block.startswith("#"))
    title = _title(source) or next(headings, "")
    return content_of(section_passages(found), title, remarks)


def _printed(source: str) -> str:
    """The text of marked source; pairs of escapes for one letter are put together."""
    from striprtf.striprtf import rtf_to_text

    try:
        text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise SourceError("a damaged RTF file") from error
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _title(source: str) -> str:
    """The title among the file's properties."""
    found = _TITLE.search(source)
    if not found:
        return ""
    head = source[: source.find("{", source.find("{\\rtf") + 1)]
    return _printed(f"{head} {source[found.end() : group_end(source, found.start())]}}}")
