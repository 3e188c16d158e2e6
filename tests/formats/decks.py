"""PowerPoint files for tests, made by python-pptx, and parts that it cannot make."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
TITLE_SLIDE, CONTENT, COMPARISON, TITLE_ONLY, BLANK = 0, 1, 4, 5, 6
Fill = Callable[[Any], None]


def deck(*slides: tuple[int, Fill], title: str = "") -> bytes:
    """A file of slides, each of a layout and filled by a function."""
    presentation = Presentation()
    presentation.core_properties.title = title
    for layout, fill in slides:
        fill(presentation.slides.add_slide(presentation.slide_layouts[layout]))
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def content(title: str, *lines: str | tuple[str, int], notes: str = "") -> tuple[int, Fill]:
    """A slide of a title and a body; a line may state its level."""

    def fill(slide: Any) -> None:
        slide.shapes.title.text = title
        paragraphs(slide.placeholders[1].text_frame, lines)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes

    return CONTENT, fill


def paragraphs(frame: Any, lines: Iterable[str | tuple[str, int]]) -> None:
    """Writes a line a paragraph into a text frame."""
    for number, line in enumerate(lines):
        text, level = (line, 0) if isinstance(line, str) else line
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level


def box(slide: Any, text: str, left: float, top: float, width: float = 3, height: float = 1) -> Any:
    """A text box, in inches."""
    shapes = getattr(slide, "shapes", slide)
    made = shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    paragraphs(made.text_frame, text.split("\n"))
    return made


def table(slide: Any, rows: Sequence[Sequence[str]], top: float = 2) -> Any:
    """A table over the width of the slide."""
    place = (Inches(1), Inches(top), Inches(6), Inches(2))
    made = slide.shapes.add_table(len(rows), len(rows[0]), *place).table
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            made.cell(r, c).text = text
    return made


def chart(
    slide: Any,
    categories: Sequence[str],
    series: dict[str, Sequence[float]],
    kind: Any = XL_CHART_TYPE.COLUMN_CLUSTERED,
) -> Any:
    """A chart of several series."""
    data = CategoryChartData()
    data.categories = categories
    for name, values in series.items():
        data.add_series(name, values)
    place = (Inches(1), Inches(3), Inches(5), Inches(3))
    return slide.shapes.add_chart(kind, *place, data).chart


def put(slide: Any, xml: str) -> None:
    """Adds an element that is written out to the shapes of a slide."""
    wrapped = parse_xml(f"<wrap {NAMESPACES}>{xml}</wrap>")
    for element in wrapped:
        slide.shapes._spTree.append(element)


def diagram(slide: Any, model: str) -> None:
    """Adds a SmartArt diagram with the given points and connections."""
    data = f"<dgm:dataModel {NAMESPACES}>{model}</dgm:dataModel>".encode()
    name = PackURI("/ppt/diagrams/data1.xml")
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(name, kind, slide.part.package, data)
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = slide.part.relate_to(part, f"{base}/diagramData")
    put(
        slide,
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="90" name="D"/><p:cNvGraphicFramePr/>'
        '<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="4000000"/>'
        '<a:ext cx="100" cy="100"/></p:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
        f'<dgm:relIds r:dm="{relation}"/></a:graphicData></a:graphic></p:graphicFrame>',
    )


def members(data: bytes) -> dict[str, bytes]:
    """The parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def pretty(data: bytes) -> str:
    """A part as text, for mutations of it."""
    return etree.tostring(etree.fromstring(data)).decode()
