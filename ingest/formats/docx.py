"""Word documents (DOCX): made plain, turned into HTML by mammoth, and that into Markdown."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from ingest.content import Content
from ingest.errors import SourceError
from ingest.formats.archive import checked, member
from ingest.formats.markup.convert import shown, tree_blocks
from ingest.formats.markup.sections import section_passages
from ingest.formats.markup.tree import Element, first_heading, local, remove, text_of, value
from ingest.formats.passages import content_of
from ingest.formats.safe_xml import parse_xml
from ingest.formats.titles import stated_title
from ingest.formats.word.drawings import LeftOut, plain_drawings
from ingest.formats.word.equations import write_equations
from ingest.formats.word.finish import finish_word_page
from ingest.formats.word.numbering import read_numbering
from ingest.formats.word.page import word_page
from ingest.formats.word.paragraphs import Paragraphs
from ingest.formats.word.styles import read_styles

_PART = re.compile(r"(?!customXml/|docProps/)[^/]+/[^/]+\.xml")
_TEXTS = ("document", "footnotes", "endnotes")
"""Roots of the parts that hold text, whatever the names of their files are."""


def read_docx(data: bytes) -> Content:
    """The document as Markdown, placed by its sections; each note below what it belongs to.

    Equations are read as TeX; deletions, comments and hidden text are not read. What the document
    can be read without is left out where it is damaged.

    Raises:
        SourceError: if the file is damaged or without text.
    """
    with checked(data) as container:
        parts, damaged = _parts(container)
        stated = _stated_title(container)
    if "document" not in parts:
        missing = SourceError("a damaged Word document: its text is missing")
        raise next(iter(damaged), missing)
    texts = {name: parts[name] for name in _TEXTS if name in parts}
    for kind in ("footnote", "endnote"):
        _remove_dangling(kind, texts)
    left_out = _make_plain(texts.values(), parts)
    page = word_page(texts)
    finish_word_page(page)
    own = (text_of(x) for x in page.iter("h1") if x.get("class") == "title")
    title = next(own, "") or stated or first_heading(page)
    blocks = tree_blocks(shown(page))
    if not blocks:
        pictures = any(x.pictures for x in left_out)
        raise SourceError("no text in it, only pictures" if pictures else "no text in it")
    return content_of(section_passages(blocks), title, list(_remarks(left_out, len(damaged))))


def _remove_dangling(kind: str, texts: Mapping[str, Element]) -> None:
    """Leaves out references to notes that are not there."""
    notes = texts.get(f"{kind}s")
    known = set() if notes is None else {value(x, "id") for x in notes.iter(f"{{*}}{kind}")}
    for root in texts.values():
        for reference in list(root.iter(f"{{*}}{kind}Reference")):
            if value(reference, "id") not in known:
                remove(reference)


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


def _parts(container: zipfile.ZipFile) -> tuple[dict[str, Element], list[SourceError]]:
    """The parts of the document by the tags of their roots, and why others cannot be read."""
    parts: dict[str, Element] = {}
    damaged = []
    for name in filter(_PART.fullmatch, container.namelist()):
        try:
            root = parse_xml(member(container, name) or b"", "Word document")
        except SourceError as error:
            damaged.append(error)
        else:
            parts[local(root)] = root
    return parts, damaged


def _stated_title(container: zipfile.ZipFile) -> str:
    """The title among the file's properties; empty where a program made it up."""
    properties = member(container, "docProps/core.xml")
    if not properties:
        return ""
    try:
        root = parse_xml(properties)
    except SourceError:
        return ""
    return stated_title(next((text_of(x) for x in root.iter() if local(x) == "title"), ""))


def _remarks(left_out: Iterable[LeftOut], damaged: int) -> Iterator[str]:
    pictures = sum(x.pictures for x in left_out)
    equations = sum(x.equations for x in left_out)
    if pictures:
        yield f"{pictures} picture{'s' * (pictures > 1)} without a description left out"
    if equations:
        yield f"{equations} equation{'s' * (equations > 1)} of an old editor (pictures) left out"
    if damaged:
        yield f"{damaged} damaged part{'s' * (damaged > 1)} left out"
