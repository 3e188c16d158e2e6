"""What format a file has: its first bytes decide, and only among texts its name does."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from ingest.encoding.decode import is_text
from ingest.errors import SourceError


class Format(StrEnum):
    """The formats that are read."""

    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    NOTEBOOK = "notebook"
    EPUB = "epub"
    CSV = "csv"
    RST = "rst"
    ORG = "org"
    ASCIIDOC = "asciidoc"
    LATEX = "latex"
    RTF = "rtf"


_BINARY = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_PACKED = (
    (0, b"\x1f\x8b", "a gzip archive; unpack it first"),
    (0, b"BZh", "a bzip2 archive; unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (0, b"\xfd7zXZ\0", "an xz archive; unpack it first"),
    (0, b"Rar!", "a RAR archive; unpack it first"),
    (0, b"AT&TFORM", "a DjVu book; convert it to PDF"),
    (4, b"ftyphei", "a photo, not study text"),
    (4, b"ftypavif", "a photo, not study text"),
    (4, b"ftyp", "a film or sound file, not study text"),
    (60, b"BOOKMOBI", "a Kindle book; convert it to EPUB"),
    (257, b"ustar", "a tar archive; unpack it first"),
)
"""Where a mark of a format stands, the mark, and what the file is."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MAIL = "__substg1.0_".encode("utf-16-le")
_PDF, _PDF_WITHIN = b"%PDF-", 1024
"""What a PDF begins with, and within how many bytes, as readers of PDF have always allowed."""

_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LATEX = re.compile(rb"^[^%\n]*\\(?:documentclass|documentstyle)\b", re.MULTILINE)
_NOTEBOOK = re.compile(rb'"(?:nbformat|cells|worksheets)"\s*:')
_APPLE = re.compile(r"(?:Index/)?[\w-]+\.iwa|Index\.zip|index\.(?:apxl|xml)")
_BY_ENDING = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".mdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".tex": Format.LATEX,
    ".ltx": Format.LATEX,
    ".latex": Format.LATEX,
    ".ipynb": Format.NOTEBOOK,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".rst": Format.RST,
    ".org": Format.ORG,
    ".adoc": Format.ASCIIDOC,
    ".asciidoc": Format.ASCIIDOC,
    "": Format.TEXT,
}
_MARKED_UP = (Format.MARKDOWN, Format.RST, Format.ORG, Format.ASCIIDOC)
"""Text that may show the source of a LaTeX file."""

_RICH = {".pdf": "PDF", ".docx": "Word", ".pptx": "PowerPoint", ".epub": "EPUB", ".rtf": "RTF"}
_OFFICE = (
    ("word/", Format.DOCX),
    ("ppt/", Format.PPTX),
)


def format_of(name: str, data: bytes, any_ending: bool = False) -> Format:
    """The format of a file's bytes.

    Args:
        name: of the file.
        data: its bytes.
        any_ending: whether text is read whatever the name ends in.

    Raises:
        SourceError: naming what the file is instead of study text.
    """
    if not data:
        raise SourceError("empty")
    ending = PurePath(name).suffix.lower()
    if data.startswith(_PDF) or (_PDF in data[:_PDF_WITHIN] and _is_pdf(ending, data)):
        return Format.PDF
    if data.startswith(b"{\\rtf"):
        return Format.RTF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(data)
    if data.startswith(_OLE):
        raise SourceError(_ole_reason(data))
    what = next((what for magic, what in _BINARY if data.startswith(magic)), None)
    packed = (what for at, mark, what in _PACKED if data.startswith(mark, at))
    if b"\0" in data[:4096] and (reason := next(packed, None)):
        raise SourceError(reason)
    if what and b"\0" in data[:4096]:
        raise SourceError(f"{what}, not study text")
    return _text_format(ending, data, any_ending)


def _is_pdf(ending: str, data: bytes) -> bool:
    """Whether bytes that hold the mark of a PDF behind others are one: notes may mention it."""
    return ending == ".pdf" or not is_text(data)


def _ole_reason(data: bytes) -> str:
    """Why a file in Microsoft's old container is not read."""
    if _ENCRYPTED_PACKAGE in data:
        return "protected by a password; save it without one"
    if _MAIL in data:
        return "an Outlook mail; save it as text or HTML"
    return "an old Office file (.doc, .ppt, .xls); save it as .docx or .pptx, a sheet as CSV"


def _container(data: bytes) -> Format:
    """The format of a zip container, by the parts that only this format has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError("damaged or cut off (a Word, PowerPoint, EPUB or zip file)") from error
    if "META-INF/container.xml" in names:
        return Format.EPUB
    for prefix, kind in _OFFICE:
        if any(member.startswith(prefix) for member in names):
            return kind
    if any(member.startswith("xl/") for member in names):
        raise SourceError("an Excel workbook; save the sheet as CSV")
    if "content.xml" in names:
        raise SourceError("an OpenDocument file; save it as .docx or .pptx")
    if any(_APPLE.fullmatch(member) for member in names):
        raise SourceError("a Pages, Numbers or Keynote file; export it as Word, PowerPoint or PDF")
    raise SourceError("a zip archive; unpack it first")


def _text_format(ending: str, data: bytes, any_ending: bool) -> Format:
    """The format of what may be text, by its content where that tells, else by the name."""
    if _HTML.match(data[:4096]):
        return Format.HTML
    if data.lstrip()[:1] == b"{" and _NOTEBOOK.search(data):
        return Format.NOTEBOOK
    if ending in _RICH:
        raise SourceError(f"not a {_RICH[ending]} file, whatever its name says")
    if data.lstrip(b"\xef\xbb\xbf").startswith(b"#separator:"):
        return Format.CSV  # a deck of cards as Anki exports it
    named = _BY_ENDING.get(ending)
    if named not in _MARKED_UP and _LATEX.search(data[:20_000]):
        return Format.LATEX
    if named:
        return named
    if any_ending and is_text(data):
        return Format.TEXT
    raise SourceError(f"not a format that is read here: {ending}")
