"""The plain parts of a Word document to one HTML tree, by mammoth."""

import io
import zipfile
from collections.abc import Mapping

from ingest.errors import SourceError
from ingest.formats.markup.tree import Element, parse_html
from ingest.formats.word.equations import DISPLAYED, INLINE
from ingest.formats.word.paragraphs import BULLETS, NUMBERS
from ingest.formats.word.runs import CODE

_STYLES = f"""
p.Title => h1.title:separator(' ')
p.{CODE} => pre:separator('\\n')
p.Quote => blockquote > p:fresh
r.{CODE} => code
r.{INLINE} => tex:fresh
r.{DISPLAYED} => tex[display='block']:fresh
"""


def _styles() -> str:
    """What mammoth makes of styles and lists; its own list of styles would only cost time."""
    lines = [f"p.Heading{level} => h{level}:fresh" for level in range(1, 7)]
    around = ""
    for depth in range(1, 6):
        lines += [
            f"p:unordered-list({depth}) => {around}ul > li:fresh",
            f"p:ordered-list({depth}) => {around}ol > li:fresh",
        ]
        around += "ul|ol > li > "
    return _STYLES + "\n".join(lines)


def word_page(parts: Mapping[str, Element]) -> Element:
    """The HTML tree of a document's body, its notes in a list at the end.

    Args:
        parts: plain ``document``, ``footnotes`` and ``endnotes``, as far as there are any.

    Raises:
        SourceError: if the document is damaged.
    """
    import mammoth
    from lxml import etree

    container = io.BytesIO()
    with zipfile.ZipFile(container, "w") as parcel:
        parcel.writestr("word/numbering.xml", _lists())
        for name, root in parts.items():
            parcel.writestr(f"word/{name}.xml", etree.tostring(root, encoding="utf-8"))
    try:
        page: str = mammoth.convert_to_html(
            container,
            style_map=_styles(),
            include_default_style_map=False,
            include_embedded_style_map=False,
            ignore_empty_paragraphs=False,
        ).value
    except MemoryError:
        raise
    except RecursionError as error:
        raise SourceError("a Word document nested too deeply") from error
    except Exception as error:  # whatever a part that is not as it should be leads mammoth to
        raise SourceError("a damaged Word document") from error
    return parse_html(f"<body>{page}</body>")


def _lists() -> str:
    """A ``numbering.xml`` with one list of bullets and one of numbers."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lists = ""
    for list_id, form in ((BULLETS, "bullet"), (NUMBERS, "decimal")):
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{form}"/></w:lvl>' for depth in range(9)
        )
        lists += f'<w:abstractNum w:abstractNumId="{list_id}">{levels}</w:abstractNum>'
    for list_id in (BULLETS, NUMBERS):
        lists += f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    return f'<w:numbering xmlns:w="{namespace}">{lists}</w:numbering>'
