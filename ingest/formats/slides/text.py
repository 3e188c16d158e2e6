"""The paragraphs of a slide's text frame to lists, paragraphs and code."""

from collections.abc import Iterable, Iterator

from ingest.formats.markup.grow import append
from ingest.formats.markup.inline import one_line
from ingest.formats.markup.levels import Paragraph, nested
from ingest.formats.markup.omml import equation_tex
from ingest.formats.markup.tree import Element, new_element, parts, text_of
from ingest.formats.safe_xml import parse_xml

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
A14 = "{http://schemas.microsoft.com/office/drawing/2010/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_STAMPS = ("slidenum", "datetime")
_MONOSPACED = ("mono", "courier", "consolas", "menlo", "lucida console", "fixed", "inconsolata")
_BULLETS = {f"{A}buChar": "ul", f"{A}buBlip": "ul", f"{A}buAutoNum": "ol", f"{A}buNone": ""}


def text_elements(frame: Element | None, bulleted: bool = False) -> list[Element]:
    """The blocks of a text frame.

    Args:
        frame: the element that holds the paragraphs.
        bulleted: whether paragraphs are list items where they do not say otherwise, as they are
            in the body of a slide.
    """
    if frame is None:
        return []
    found = list(frame.iterfind(f"{A}p"))
    written = [
        x for x in (_paragraph(element, bulleted) for element in found) if text_of(x.content)
    ]
    if written and all(map(_is_code, filter(text_of, found))):
        return [_code(found)]
    if bulleted and len(written) == 1 and not written[0].level:
        return [written[0].content]
    return list(nested(written))


def line_of(elements: Iterable[Element]) -> str:
    """The text of elements in one line of Markdown."""
    return " ".join(filter(None, (one_line(parts(element)) for element in elements)))


def _paragraph(element: Element, bulleted: bool) -> Paragraph:
    properties = element.find(f"{A}pPr")
    level, marker = 0, "ul" if bulleted else ""
    if properties is not None:
        stated = properties.get("lvl") or "0"
        level = int(stated) if stated.isdecimal() and len(stated) == 1 else 0
        marker = next((_BULLETS[x.tag] for x in properties if x.tag in _BULLETS), marker)
    content = new_element("p")
    append(content, _inline(element))
    return Paragraph(content, level, marker)


def _inline(parent: Element) -> Iterator[str | Element]:
    for element in parent:
        if element.tag == f"{A}r":
            yield from _run(element)
        elif element.tag == f"{A}br":
            yield new_element("br")
        elif element.tag == f"{A}fld" and not (element.get("type") or "").startswith(_STAMPS):
            yield from _run(element)
        elif element.tag == f"{A14}m":
            yield from _formulas(element)


def _run(run: Element) -> Iterator[str | Element]:
    text = "".join(part.text or "" for part in run.iterfind(f"{A}t"))
    properties = run.find(f"{A}rPr")
    baseline = (properties.get("baseline") or "0") if properties is not None else "0"
    if baseline.strip("-0%"):
        yield new_element("sub" if baseline.startswith("-") else "sup", text)
    else:
        yield text


def _formulas(holder: Element) -> Iterator[Element]:
    from lxml import etree

    for formula in holder.iter(f"{M}oMath"):
        equation = parse_xml(etree.tostring(formula, with_tail=False), "formula")
        yield new_element("tex", equation_tex(equation))


def _is_code(paragraph: Element) -> bool:
    """Whether all its text is set in a font for code."""
    runs = [run for run in paragraph.iterfind(f"{A}r") if run.findtext(f"{A}t")]
    fonts = (run.find(f"{A}rPr/{A}latin") for run in runs)
    names = [font.get("typeface") or "" if font is not None else "" for font in fonts]
    return bool(runs) and all(any(x in name.lower() for x in _MONOSPACED) for name in names)


def _code(paragraphs: Iterable[Element]) -> Element:
    block = new_element("pre")
    for paragraph in paragraphs:
        append(block, [*_inline(paragraph), "\n"])
    return block
