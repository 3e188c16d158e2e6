"""Lists of LaTeX to elements."""

from collections.abc import Iterator

from ingest.formats.markup.grow import append
from ingest.formats.markup.tree import Element, names, new_element, text_of
from ingest.formats.tex.parse import Node, arguments, kind
from ingest.formats.tex.pieces import Piece, Read, blocks, inline

NUMBERED = names("enumerate enumerate* compactenum inparaenum")
LISTS = NUMBERED | names(
    "itemize itemize* description description* compactitem compactdesc inparaitem trivlist"
)
_ENDS = (":", ".", "?", "!", "—", "–")


def list_element(node: Node, read: Read) -> Element:
    """A list; the term that an item begins with stands before it: ``Term: text``."""
    made = new_element("ol" if node.environmentname in NUMBERED else "ul")
    described = node.environmentname.startswith("desc") or node.environmentname == "compactdesc"
    for label, nodes, start in _items(node):
        item = new_element("li")
        pieces = list(read(nodes))
        if label is not None:
            term = inline(read([label]), "span")
            colon = ":" if described and not text_of(term).endswith(_ENDS) else ""
            append(term, [f"{colon} "])
            pieces.insert(0, Piece(term, start, start))
        append(item, [block.element for block in blocks(pieces)])
        if len(item):
            made.append(item)
    return made


def _items(node: Node) -> Iterator[tuple[Node | None, list[Node], int]]:
    """Each item's label, nodes and start; what stands before the first item is none."""
    label: Node | None = None
    nodes: list[Node] = []
    start = -1
    for child in node.nodelist:
        if kind(child) == "Macro" and child.macroname == "item":
            if start >= 0:
                yield label, nodes, start
            label, nodes, start = arguments(child)[0], [], child.pos
        else:
            nodes.append(child)
    if start >= 0:
        yield label, nodes, start
