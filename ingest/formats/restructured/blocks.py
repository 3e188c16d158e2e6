"""Nodes of docutils to block elements; each knows the line on which it begins."""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from docutils import nodes

from ingest.formats.lined import holding
from ingest.formats.markup.grow import append
from ingest.formats.markup.tree import Element, new_element
from ingest.formats.restructured.fields import named_fields
from ingest.formats.restructured.inline import InlineReader
from ingest.formats.restructured.nodes import Labelled
from ingest.formats.tex.formulas import tex_element

_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list)
_ENDS = (".", "?", "!", ":")
_HEADING = re.compile(r"(?P<title>[^\n]+)\n\s*[^\w\s]+\s*\Z")
"""A title and the line below it."""

Writer = Callable[[nodes.Element], Iterable[Element]]


class BlockReader:
    """Reads nodes of a document.

    Attributes:
        inline: reads what stands within paragraphs.
    """

    def __init__(self, document: nodes.document) -> None:
        self.inline = InlineReader(document)
        self._writers: dict[type[nodes.Node], Writer] = {
            nodes.paragraph: self._paragraph,
            nodes.bullet_list: self._list,
            nodes.enumerated_list: self._list,
            nodes.definition_list: self._definitions,
            nodes.field_list: self._fields,
            nodes.option_list: self._options,
            nodes.literal_block: _code,
            nodes.doctest_block: _code,
            nodes.math_block: _formula,
            nodes.line_block: self._verse,
            nodes.block_quote: self._quotation,
            nodes.attribution: lambda node: [self.inline.element(node, "p", "— ")],
            nodes.table: self._table,
            nodes.image: lambda node: [holding("p", self.inline.parts([node]))],
            nodes.figure: self._figure,
            nodes.caption: lambda node: [self.inline.element(node, "figcaption")],
            nodes.rubric: self._bold,
            nodes.title: self._bold,
            nodes.citation: self._citation,
            nodes.label: lambda _: [],
            nodes.system_message: _unparsed,
            Labelled: self._labelled,
        }

    def read(self, content: Iterable[nodes.Node]) -> Iterator[Element]:
        """The blocks of nodes, each with the attribute ``line`` where that is known."""
        for node in content:
            if not isinstance(node, nodes.Element) or isinstance(node, nodes.Invisible):
                continue
            write = self._writers.get(type(node), lambda node: self.read(node.children))
            line = next((x.line for x in node.findall() if x.line), None)
            for element in write(node):
                if line and not element.get("line"):
                    element.set("line", str(line))
                yield element

    def _paragraph(self, node: nodes.Element) -> Iterator[Element]:
        yield self.inline.element(node, "p")

    def _bold(self, node: nodes.Element) -> Iterator[Element]:
        yield holding("p", [self.inline.element(node, "strong")])

    def _list(self, node: nodes.Element) -> Iterator[Element]:
        numbered = isinstance(node, nodes.enumerated_list)
        items = (holding("li", self.read(item.children)) for item in node)
        element = holding("ol" if numbered else "ul", items)
        element.set("start", str(node.get("start", 1)))
        yield element

    def _definitions(self, node: nodes.Element) -> Iterator[Element]:
        """Each definition by itself, since a glossary may go over pages."""
        for item in node:
            *terms, body = item.children
            said = self.inline.element(terms[0], "dt")
            kinds = [f" ({kind.astext()})" for kind in terms[1:]]
            append(said, kinds)
            element = holding("dl", [said, holding("dd", self.read(body.children))])
            element.set("line", str(item.line or ""))
            yield element

    def _fields(self, node: nodes.Element) -> Iterator[Element]:
        fields = ((new_element("dt", name), self._body(body)) for name, body in named_fields(node))
        yield holding("dl", chain.from_iterable(fields))

    def _options(self, node: nodes.Element) -> Iterator[Element]:
        content: list[Element] = []
        for group, body in node:
            said = ", ".join(option.astext() for option in group)
            content += [holding("dt", [new_element("code", said)]), self._body(body)]
        yield holding("dl", content)

    def _body(self, node: nodes.Element) -> Element:
        return holding("dd", self.read(node.children))

    def _verse(self, node: nodes.Element) -> Iterator[Element]:
        lines = (
            [*self.inline.parts(x.children), new_element("br")] for x in node.findall(nodes.line)
        )
        yield holding("p", chain.from_iterable(lines))

    def _quotation(self, node: nodes.Element) -> Iterator[Element]:
        """A quotation; a list is often indented where nothing is quoted."""
        if all(isinstance(child, _LISTS) for child in node):
            yield from self.read(node.children)
        else:
            yield holding("blockquote", self.read(node.children))

    def _labelled(self, node: nodes.Element) -> Iterator[Element]:
        label = node["label"] + ("" if node["label"].endswith(_ENDS) else ":")
        blocks = list(self.read(node.children))
        if blocks:
            blocks[0].set("line", str(node.line or ""))
        if blocks and blocks[0].tag == "p":
            blocks[0].text = f"{label} {blocks[0].text or ''}"
        elif blocks and node["label"]:
            yield new_element("p", label)
        yield from blocks

    def _figure(self, node: nodes.Element) -> Iterator[Element]:
        yield holding("figure", self.read(node.children))

    def _citation(self, node: nodes.Element) -> Iterator[Element]:
        blocks = list(self.read(node.children))
        if blocks and blocks[0].tag == "p":
            blocks[0].text = f"[{node[0].astext()}] {blocks[0].text or ''}"
        yield from blocks

    def _table(self, node: nodes.Element) -> Iterator[Element]:
        element = new_element("table")
        append(element, (self.inline.element(x, "caption") for x in node if type(x) is nodes.title))
        for row in node.findall(nodes.row):
            if next(_tables_above(row)) is not node:
                continue
            tag = "th" if isinstance(row.parent, nodes.thead) else "td"
            line = new_element("tr")
            for entry in row:
                cell = holding(tag, self._cell(entry))
                cell.set("colspan", str(entry.get("morecols", 0) + 1))
                cell.set("rowspan", str(entry.get("morerows", 0) + 1))
                line.append(cell)
            element.append(line)
        yield element

    def _cell(self, entry: nodes.Element) -> Iterator[str | Element]:
        """The paragraph of a cell as text, whatever else it holds as blocks."""
        alone = len(entry) == 1 and isinstance(entry[0], nodes.paragraph)
        yield from self.inline.parts(entry[0].children) if alone else self.read(entry.children)


def _tables_above(node: nodes.Element) -> Iterator[nodes.Element]:
    while node is not None:
        if isinstance(node, nodes.table):
            yield node
        node = node.parent


def _code(node: nodes.Element) -> Iterator[Element]:
    element = new_element("pre", textwrap.dedent(node.astext()))
    doctest = isinstance(node, nodes.doctest_block)
    element.set("data-lang", "python" if doctest else node.get("language", ""))
    yield element


def _formula(node: nodes.Element) -> Iterator[Element]:
    """A formula of its own; as Sphinx has it, its lines stand below each other."""
    source = node.astext()
    if "\\\\" in source and "\\begin" not in source:
        source = rf"\begin{{split}}{source}\end{{split}}"
    formula = tex_element(source)
    formula.set("display", "block")
    element = new_element("p")
    element.append(formula)
    yield element


def _unparsed(node: nodes.Element) -> Iterator[Element]:
    """What docutils could not read, as it stands; a directive is left out."""
    for lost in node:
        source = lost.astext() if isinstance(lost, nodes.literal_block) else ".."
        heading = _HEADING.match(source)
        if heading:
            yield new_element("p", heading["title"])
        elif not source.lstrip().startswith(".."):
            yield new_element("pre", source)
