"""Word documents (DOCX): made plain, turned into HTML by mammoth, and that into Markdown."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.archive import checked, member
from ingest.formats.markup.convert import shown, tree_blocks
from ingest.formats.markup.sections import section_passages
from ingest.formats.markup.tree import Element, first_heading, local, text_of
from ingest.formats.passages import content_of
from ingest.formats.safe_xml import parse_xml
from ingest.formats.word.drawings import LeftOut, plain_drawings
from ingest.formats.word.equations import write_equations
from ingest.formats.word.finish import finish_word_page
from ingest.formats.word.numbering import read_numbering
from ingest.formats.word.page import word_page
from ingest.formats.word.paragraphs import Paragraphs
from ingest.formats.word.styles import read_styles

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps an encrypted document within an OLE container."""

_PART = re.compile(r"(?!customXml/|docProps/)[^/]+/[^/]+\.xml")
_TEXTS = ("document", "footnotes", "endnotes")
"""Roots of the parts that hold text, whatever the names of their files are."""

_NO_TITLE = re.compile(
    r"(?:microsoft )?word\b.*|(?:document|dokument|untitled|title|titel)\s*\d*|.*\.(?:docx?|dotx?)",
    re.IGNORECASE,
)


def read_docx(data: bytes) -> Content:
    """The document as Markdown, placed by its sections; each note below what it belongs to.

    Equations are read as TeX; deletions, comments and hidden text are not read.

    Raises:
        SourceError: if the file is encrypted, damaged, of an older format, or without text.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise SourceError("protected by a password; save it without one")
        raise SourceError("an old Word file; save it as .docx")
    with checked(data) as container:
        parts = _parts(container)
        stated = _stated_title(container)
    if "document" not in parts:
        raise SourceError("a damaged Word document: its text is missing")
    texts = {name: parts[name] for name in _TEXTS if name in parts}
    left_out = _make_plain(texts.values(), parts)
    page = word_page(texts)
    finish_word_page(page)
    own = (text_of(x) for x in page.iter("h1") if x.get("class") == "title")
    title = next(own, "") or stated or first_heading(page)
    blocks = tree_blocks(shown(page))
    if not blocks:
        pictures = any(x.pictures for x in left_out)
        raise SourceError("no text in it, only pictures" if pictures else "no text in it")
    return content_of(section_passages(blocks), title, list(_remarks(left_out)))


def _make_plain(texts: Iterable[Element], parts: Mapping[str, Element]) -> list[LeftOut]:
    """Rewrites the texts as mammoth is to read them; returns what of each has no text."""
    styles, numbering = read_styles(parts.get("styles")), read_numbering(parts.get("numbering"))
    paragraphs = Paragraphs(styles, numbering)
    left_out = []
    for root in texts:
        left_out.append(plain_drawings(root))
        paragraphs.rewrite(root)
        write_equations(root)
    return left_out


def _parts(container: zipfile.ZipFile) -> dict[str, Element]:
    """The parts of the document by the tags of their roots."""
    names = [name for name in container.namelist() if _PART.fullmatch(name)]
    roots = (parse_xml(member(container, name) or b"", "Word document") for name in names)
    return {local(root): root for root in roots}


def _stated_title(container: zipfile.ZipFile) -> str:
    """The title among the file's properties; empty where a program made it up."""
    properties = member(container, "docProps/core.xml")
    if not properties:
        return ""
    try:
        root = parse_xml(properties)
    except SourceError:
        return ""
    title = next((text_of(x) for x in root.iter() if local(x) == "title"), "")
    return "" if _NO_TITLE.fullmatch(title) else title


def _remarks(left_out: Iterable[LeftOut]) -> Iterator[str]:
    pictures = sum(x.pictures for x in left_out)
    equations = sum(x.equations for x in left_out)
    if pictures:
        yield f"{pictures} picture{'s' * (pictures > 1)} without a description left out"
    if equations:
        yield f"{equations} equation{'s' * (equations > 1)} of an old editor (pictures) left out"
