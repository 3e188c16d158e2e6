"""Tables of LaTeX to elements."""

from ingest.formats.markup.tree import Element, names, new_element, text_of
from ingest.formats.tex.parse import Node, arguments, kind
from ingest.formats.tex.pieces import Read, inline

TABLES = names("tabular tabular* tabularx tabulary longtable supertabular xltabular tabu")

_ROW_ENDS = ("\\", "tabularnewline", "cr")
_RULES = names("hline hhline toprule midrule bottomrule addlinespace specialrule")
_PAGE_PARTS = ("endfirsthead", "endhead", "endfoot", "endlastfoot")


def table_element(node: Node, read: Read) -> Element:
    """A table; the rows above its middle rule, or else the first one, head the columns."""
    made = new_element("table")
    covered: dict[int, int] = {}
    rows, heads = _rows(node)
    for number, cells in enumerate(rows):
        row = new_element("tr")
        column = 0
        for nodes in cells:
            cell = _cell(nodes, read, "th" if number < heads else "td")
            if covered.get(column, 0) and not text_of(cell):
                covered[column] -= 1  # the cell above spans this one
            else:
                row.append(cell)
                covered[column] = _number(cell.get("rowspan")) - 1
            column += _number(cell.get("colspan"))
        if text_of(row):
            made.append(row)
    return made


def _rows(node: Node) -> tuple[list[list[list[Node]]], int]:
    """The cells of each row, and the number of rows that head the columns.

    Of the heads and feet that a long table repeats on each page, the first head is kept.
    """
    rows: list[list[list[Node]]] = [[[]]]
    heads = repeated = 0
    for child in node.nodelist:
        name = child.macroname if kind(child) == "Macro" else ""
        if kind(child) == "Specials" and child.specials_chars == "&":
            rows[-1].append([])
        elif name in _ROW_ENDS:
            rows.append([[]])
        elif name in _PAGE_PARTS and repeated:
            rows[repeated - 1 :] = [[[]]]
        elif name in _PAGE_PARTS:
            repeated, heads = len(rows), heads or len(rows) - 1
        elif name == "midrule":
            heads = heads or len(rows) - 1
        elif name not in _RULES:
            rows[-1][-1].append(child)
    return rows, max(heads, 1)


def _cell(nodes: list[Node], read: Read, tag: str) -> Element:
    """One cell; a command that makes it span others is read as such."""
    inked = [x for x in nodes if kind(x) != "Chars" or x.chars.strip()]
    spans = {}
    while len(inked) == 1 and kind(inked[0]) == "Macro":
        name, given = inked[0].macroname, arguments(inked[0])
        attribute = {"multicolumn": "colspan", "multirow": "rowspan"}.get(name)
        if attribute is None:
            break
        count = given[0] if attribute == "colspan" else given[1]
        spans[attribute] = text_of(inline(read([count]), "span")) if count else "1"
        nodes = inked = [given[-1]] if given[-1] else []
    cell = inline(read(nodes), tag)
    for attribute, count in spans.items():
        cell.set(attribute, str(_number(count)))
    return cell


def _number(text: str | None) -> int:
    text = (text or "1").strip("{} ")
    return max(1, int(text)) if text.isdecimal() and len(text) < 4 else 1  # noqa: PLR2004
