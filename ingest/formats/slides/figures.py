"""Tables, charts and diagrams of a slide to elements."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from ingest.errors import SourceError
from ingest.formats.markup.tree import Element, new_element, text_of
from ingest.formats.safe_xml import parse_xml
from ingest.formats.slides.text import A, text_elements

if TYPE_CHECKING:
    from pptx.opc.package import Part

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_MOST_VALUES = 60
"""Of a chart that is told in full; of larger ones the names alone say what they show."""

_MOST_NAMES = 20


def graphic_elements(frame: Element, part: "Part") -> Iterator[Element]:
    """What a table, chart or diagram says.

    Args:
        frame: the element of the slide that holds it.
        part: the slide, to which the data of charts and diagrams are related.
    """
    for table in frame.iter(f"{A}tbl"):
        yield table_element(table)
    for chart in frame.iter(f"{_C}chart"):
        yield from _chart(_related(part, chart.get(f"{_R}id")))
    for diagram in frame.iter(f"{_DGM}relIds"):
        yield from _diagram(_related(part, diagram.get(f"{_R}dm")))


def _related(part: "Part", relation: str | None) -> Element:
    """The root of the XML that a slide refers to; a bare element where that cannot be read."""
    try:
        return parse_xml(part.related_part(relation or "").blob, "figure")
    except (KeyError, SourceError):
        return new_element("missing")


def table_element(table: Element) -> Element:
    """A table; its first row heads the columns."""
    made = new_element("table")
    for number, row in enumerate(table.iterfind(f"{A}tr")):
        line = new_element("tr")
        for cell in row.iterfind(f"{A}tc"):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue  # covered by the cell that spans it
            written = new_element("td" if number else "th")
            written.set("colspan", cell.get("gridSpan") or "1")
            written.set("rowspan", cell.get("rowSpan") or "1")
            for block in text_elements(cell.find(f"{A}txBody")):
                block.tag = "code" if block.tag == "pre" else block.tag
                written.append(block)
            line.append(written)
        made.append(line)
    return made


def _chart(chart: Element) -> Iterator[Element]:
    """Its title; its values where they are few, else what they are called."""
    title = "".join(x.text or "" for x in chart.iterfind(f"{_C}chart/{_C}title//{A}t")).strip()
    series = [
        (" ".join(_values(entry, "tx")), _values(entry, "cat"), _values(entry, "val"))
        for entry in chart.iter(f"{_C}ser")
    ]
    categories = max((labels for _, labels, _ in series), key=len, default=[])
    if title:
        yield new_element("p", f"Chart: {title}")
    if categories and len(categories) * len(series) <= _MOST_VALUES:
        columns = [categories, *(values for _, _, values in series)]
        header = ["", *(name for name, _, _ in series)]
        yield _grid([header, *zip_longest(*columns, fillvalue="")])
    else:
        names = {"Series": [name for name, _, _ in series], "Categories": categories}
        said = [f"{what}: {_listed(listed)}" for what, listed in names.items() if any(listed)]
        if said:
            yield new_element("p", f"{'' if title else 'Chart. '}{'. '.join(said)}")


def _values(series: Element, what: str) -> list[str]:
    """The cached texts or numbers of one aspect of a series."""
    points = series.iterfind(f"{_C}{what}//{_C}v")
    return [_number(" ".join((point.text or "").split())) for point in points]


def _number(text: str) -> str:
    """Spreadsheets store 0.1 as 0.10000000000000001."""
    try:
        return f"{float(text):.10g}" if "." in text else text
    except ValueError:
        return text


def _grid(rows: Iterable[Iterable[str]]) -> Element:
    table = new_element("table")
    for number, row in enumerate(rows):
        line = new_element("tr")
        line.extend(new_element("td" if number else "th", text) for text in row)
        table.append(line)
    return table


def _listed(names: Iterable[str]) -> str:
    names = [name for name in names if name]
    return ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")


def _diagram(model: Element) -> Iterator[Element]:
    """The texts of a SmartArt diagram as lists within lists."""
    points = {point.get("modelId") or "": point for point in model.iter(f"{_DGM}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in model.iter(f"{_DGM}cxn"):
        order = link.get("srcOrd") or "0"
        if (link.get("type") or "parOf") == "parOf" and order.isdecimal():
            linked = (int(order), link.get("destId") or "")
            below.setdefault(link.get("srcId") or "", []).append(linked)
    for name, point in points.items():
        if point.get("type") == "doc":
            yield from _listing(name, points, below)


def _listing(
    parent: str, points: dict[str, Element], below: dict[str, list[tuple[int, str]]]
) -> list[Element]:
    """The points below one; each parent once, even where damaged links lead in a circle."""
    items = new_element("ul")
    for _, name in sorted(below.pop(parent, [])):
        item = new_element("li")
        if name in points:
            item.extend(x for x in text_elements(points[name].find(f"{_DGM}t")) if text_of(x))
        item.extend(_listing(name, points, below))
        if len(item):
            items.append(item)
    return [items] if len(items) else []
