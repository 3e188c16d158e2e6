"""What stands within paragraphs, as elements: names of substitutions and labels resolved."""

from collections.abc import Iterable, Iterator

from docutils import nodes

from ingest.formats.markup.grow import append
from ingest.formats.markup.tree import Element, new_element
from ingest.formats.restructured.nodes import Headed
from ingest.formats.tex.formulas import tex_element

_LONGEST = 200
"""Characters that a substitution may stand for: a few that repeat each other would fill a disk."""

_TAGS = {nodes.literal: "code", nodes.subscript: "sub", nodes.superscript: "sup"}


class InlineReader:
    """Reads text of a document, which knows its substitutions and the names of its sections."""

    def __init__(self, document: nodes.document) -> None:
        self._definitions = document.substitution_defs
        self._names = document.substitution_names
        self._substitutes: dict[str, str] = {}
        self._labels = dict(_labels(document))

    def element(self, node: nodes.Element, tag: str, before: str = "") -> Element:
        """An element of all that a node says, in a line."""
        element = new_element(tag)
        append(element, [before, *self.parts(node.children)])
        return element

    def parts(self, content: Iterable[nodes.Node]) -> Iterator[str | Element]:
        """Texts and elements, in order."""
        for node in content:
            if isinstance(node, nodes.Text):
                yield node.astext()
            elif isinstance(node, nodes.math):
                yield tex_element(node.astext())
            elif isinstance(node, nodes.image):
                yield new_element("img", alt=node.get("alt", ""))
            elif isinstance(node, nodes.substitution_reference):
                yield self._substitute(node.astext())
            elif isinstance(node, nodes.citation_reference):
                yield f"[{node.astext()}]"
            elif type(node) in _TAGS:
                yield self.element(node, _TAGS[type(node)])
            elif isinstance(node, nodes.Element) and not isinstance(node, _SILENT):
                label = self._labels.get(node.get("label", ""))
                yield from [label] if label else self.parts(node.children)

    def _substitute(self, name: str) -> str:
        """What a name stands for, as text; the name itself where nothing else defines it."""
        key = name if name in self._definitions else self._names.get(name.lower())
        if key is None:
            return name
        if key not in self._substitutes:
            self._substitutes[key] = name
            said = "".join(self._texts(self._definitions[key]))
            self._substitutes[key] = said if len(said) <= _LONGEST else name
        return self._substitutes[key]

    def _texts(self, node: nodes.Element) -> Iterator[str]:
        for child in node.findall():
            if isinstance(child, nodes.image):
                yield child.get("alt", "")
            elif isinstance(child, nodes.substitution_reference):
                yield self._substitute(child.astext())
            elif isinstance(child, nodes.Text) and not isinstance(
                child.parent, nodes.substitution_reference
            ):
                yield child.astext()


_SILENT = (nodes.footnote_reference, nodes.raw, nodes.system_message)


def _labels(document: nodes.document) -> Iterator[tuple[str, str]]:
    """The names by which other text refers to a section, and what the section is called."""
    waiting: list[str] = []
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.target):
            waiting += node.get("names", [])
        elif isinstance(node, nodes.section | Headed):
            yield from ((name, node[0].astext()) for name in waiting)
            waiting = []
        elif not isinstance(node, nodes.Invisible):
            waiting = []
