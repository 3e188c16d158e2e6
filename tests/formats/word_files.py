"""Word documents written by hand."""

from tests.formats.containers import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def members(body: str, **parts: str) -> dict[str, str]:
    """The parts of a document: ``word/document.xml`` and others by the names of their roots."""
    found = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        found[f"word/{name}.xml"] = f"<w:{name} {NAMESPACES}>{content}</w:{name}>"
    return found


def docx(body: str, **parts: str) -> bytes:
    """A document with this body."""
    return zipped(members(body, **parts))


def p(content: str = "", style: str = "", properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    runs = content if content.startswith("<") else r(content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(text: str, *properties: str) -> str:
    """A run; each property as its tag, or as ``tag=value``."""
    written = "".join(_property(x) for x in properties)
    return f'<w:r><w:rPr>{written}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _property(text: str) -> str:
    tag, _, value = text.partition("=")
    if tag == "font":
        return f'<w:rFonts w:ascii="{value}"/>'
    return f'<w:{tag} w:val="{value}"/>' if value else f"<w:{tag}/>"


def item(text: str, list_id: int = 1, depth: int = 0, style: str = "") -> str:
    """A paragraph of a list."""
    return p(
        text, style, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )


def style(style_id: str, name: str, properties: str = "", based_on: str = "") -> str:
    """A paragraph style."""
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{based}'
        f"{properties}</w:style>"
    )


def numbering(*lists: tuple[str, str], overrides: str = "") -> str:
    """Lists by the format and text of all their levels; the first has the id 1."""
    written = ""
    for number, (form, text) in enumerate(lists, 1):
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for depth in range(9)
        )
        written += f'<w:abstractNum w:abstractNumId="{number}0">{levels}</w:abstractNum>'
    for number in range(1, len(lists) + 1):
        written += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}0"/></w:num>'
    return written + overrides


def table(*rows: str) -> str:
    """A table of rows of cells."""
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """A cell that holds a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"
