"""The tree of docutils to blocks, in order, with the lines on which each begins."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from docutils import nodes

from ingest.formats.lined import LinedBlock
from ingest.formats.markup.tree import Element, text_of
from ingest.formats.restructured.blocks import BlockReader
from ingest.formats.restructured.nodes import Elsewhere, Headed

_DEEPEST = 6
"""Level of a heading."""

_FLOWING = (nodes.compound, nodes.container)
_UNREAD = (nodes.Invisible, nodes.pending, nodes.transition, nodes.raw)


class Reader:
    """Reads a document.

    Args:
        document: the tree.
        lines: of its source.

    Attributes:
        elsewhere: the names of files that it would show.
    """

    def __init__(self, document: nodes.document, lines: Sequence[str]) -> None:
        self.elsewhere: list[str] = []
        self._document = document
        self._lines = lines
        filled = (number if line.strip() else 0 for number, line in enumerate(lines, 1))
        self._filled = list(accumulate(filled, max, initial=0))
        self._blocks = BlockReader(document)
        self._found: list[tuple[Element, int]] = []
        self._starts: list[int] = []

    def read(self) -> list[LinedBlock]:
        """The blocks of the document; each ends where the next one, even one unread, begins."""
        self._flow(self._document.children, 1, None)
        starts = sorted({*self._starts, len(self._lines) + 1})
        return [
            LinedBlock(element, first, self._last_line(first, starts[bisect_right(starts, first)]))
            for element, first in self._found
        ]

    def _last_line(self, first: int, following: int) -> int:
        """The last line with something on it of what begins at one line and ends before another."""
        return max(first, self._filled[following - 1])

    def _flow(self, content: Iterable[nodes.Node], level: int, above: nodes.Element | None) -> None:
        """Notes the blocks of nodes that stand together under headings.

        Args:
            content: the nodes.
            level: of the headings among them.
            above: the title right above all of them.
        """
        ended = False  # whether something with a heading of its own stands before
        for node in _flat(content):
            if isinstance(node, nodes.section | Headed):
                ended = isinstance(node, Headed)
                self._heading(node[0], level, node.line, not ended)
                self._flow(node.children[1:], level + 1, node[0])
            elif isinstance(node, nodes.rubric):
                ended = False
                self._heading(node, level, node.line)
            elif isinstance(node, (*_FLOWING, *_UNREAD)):
                self.elsewhere += [node["file"]] if isinstance(node, Elsewhere) else []
                self._starts += [node.line] if node.line else []
            else:
                for element in self._blocks.read([node]):
                    if ended and above is not None:
                        self._heading(above, level - 1, int(element.get("line", 0)))
                        ended = False
                    self._note(element, int(element.get("line", 0)))

    def _heading(
        self, title: nodes.Element, level: int, line: int | None, underlined: bool = False
    ) -> None:
        """Notes a heading; of one with a rule below it docutils names the line of the rule."""
        element = self._blocks.inline.element(title, f"h{min(level, _DEEPEST)}")
        first = max((line or 0) - underlined, 1)
        if underlined and first > 1 and _rules_off(self._lines[first - 2]):
            first -= 1
        if text_of(element):
            self._note(element, first)

    def _note(self, element: Element, line: int) -> None:
        line = line or (self._found[-1][1] if self._found else 1)
        self._starts.append(line)
        self._found.append((element, line))


def _flat(content: Iterable[nodes.Node]) -> Iterator[nodes.Element]:
    """Nodes, with those that are within what only groups some of them."""
    for node in content:
        if isinstance(node, nodes.Element):
            yield node
        if isinstance(node, _FLOWING):
            yield from _flat(node.children)


def _rules_off(line: str) -> bool:
    line = line.strip()
    return len(line) > 1 and not line[0].isalnum() and line == line[0] * len(line)
