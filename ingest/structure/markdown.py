"""Markdown text to Blocks: its structure by markdown-it-py, its questions wherever they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from ingest.front_matter import damaged_matter, front_matter
from ingest.place import line_starts
from ingest.structure.blocks import Block
from ingest.structure.elements import Element, heading
from ingest.structure.html import folded, html_elements
from ingest.structure.layouts import Item, pairs_of, paragraph_elements
from ingest.structure.markdown_parser import markdown_parser
from ingest.structure.outline import outline
from ingest.structure.questions import answer_start, marked_question, plain_question
from ingest.types import Kind

_KINDS = {
    "table": Kind.TABLE,
    "fence": Kind.CODE,
    "code_block": Kind.CODE,
    "math_block": Kind.MATH,
    "math_block_label": Kind.MATH,
    "bullet_list": Kind.LIST,
    "ordered_list": Kind.LIST,
}

_BEGINNING = 20_000
"""Characters within which a heading can name the whole text; megabytes take seconds to parse."""


def markdown_blocks(text: str, root: tuple[str, ...] = ()) -> list[Block]:
    """The blocks of a Markdown text.

    A heading that asks a question opens a question-and-answer pair, and so does a question that is
    marked (``Q:``, bold, the summary of a fold-out) or numbered. Each term of a definition list is
    a block, and so is each paragraph, list, table and code block of a quotation.

    Args:
        text: the whole text; front matter, if any, belongs to no block.
        root: headings above the whole text, such as a title from the front matter.
    """
    return outline(list(_elements(text)), root)


def first_heading(text: str) -> str:
    """The first heading at the beginning of a Markdown text; empty if there is none.

    Front matter with a mistake in it looks like a heading, underlined by its last line.
    """
    if len(text) > _BEGINNING:
        text = text[: text.rfind("\n", 0, _BEGINNING) + 1]
    matter = damaged_matter(text)
    headings = (x for x in _elements(text) if x.title and not x.start < matter < x.end)
    return next((heading.title for heading in headings), "")


def _elements(text: str) -> Iterator[Element]:
    _, origin = front_matter(text)
    source = _Source(text, [origin + start for start in line_starts(text[origin:])])
    tree = SyntaxTreeNode(markdown_parser().parse(text[origin:]))
    return folded(text, source.elements(tree.children, origin, len(text), top=True))


@dataclass(frozen=True, slots=True)
class _Source:
    """A text and the offsets of the lines that the parser counts."""

    text: str
    lines: Sequence[int]

    def elements(
        self, nodes: Sequence[SyntaxTreeNode], start: int, end: int, top: bool = False
    ) -> Iterator[Element]:
        """The elements of neighbouring nodes, which together are ``text[start:end]``.

        A heading within a quotation or a list is content: nothing outside stands under it.
        """
        for node, begin, stop in self._spans(nodes, start, end):
            if node.type == "heading" and top:
                yield heading(begin, stop, int(node.tag[1]), node.children[0].content)
            elif node.type == "paragraph":
                yield from paragraph_elements(self.text, begin, stop)
            elif node.type in ("bullet_list", "ordered_list"):
                yield from self._list(node, begin, stop)
            elif node.type == "blockquote" and node.children:
                yield from self.elements(node.children, begin, stop)
            elif node.type == "dl":
                terms = [child for child in node.children if child.type == "dt"]
                yield from (Element(a, b) for _, a, b in self._spans(terms, begin, stop))
            elif node.type == "html_block":
                yield from html_elements(self.text, begin, stop)
            else:
                kind = _KINDS.get(node.type, Kind.PROSE)
                yield Element(begin, stop, kind, silent=node.type == "hr")

    def _spans(
        self, nodes: Sequence[SyntaxTreeNode], start: int, end: int
    ) -> Iterator[tuple[SyntaxTreeNode, int, int]]:
        """Each node with its span: up to the next one, white space at either end left out."""
        cuts = [start, *(self.lines[node.map[0]] for node in nodes[1:] if node.map), end]
        for node, begin, following in zip(nodes, cuts, cuts[1:], strict=False):
            content = self.text[begin:following]
            stop = begin + len(content.rstrip())
            first = begin + len(content) - len(content.lstrip())
            if first < stop:
                yield node, _line_begin(self.text, first, begin), stop

    def _list(self, node: SyntaxTreeNode, start: int, end: int) -> Iterator[Element]:
        """A list; or, where its items are questions with their answers, what they hold."""
        spans = list(self._spans(node.children, start, end))
        items = [self._item(*span) for span in spans]
        alone = len(items) == 1
        questions = [items[0].question] if alone else pairs_of(items)
        if not any(questions):
            yield Element(start, end, Kind.LIST)
            return
        within = 0
        for (child, begin, stop), item, question in zip(spans, items, questions, strict=True):
            if not (alone or item.answers):
                within = begin + 1
            if question is None:
                answer = answer_start(self.text, begin, stop) if item.answers else None
                yield Element(begin, stop, Kind.LIST, answer=answer, within=within)
                continue
            first = self._first_end(child, stop)
            yield Element(begin, first, Kind.LIST, question=question, within=within)
            for element in self.elements(child.children[1:], first, stop):
                yield replace(element, question=None, within=within)

    def _item(self, node: SyntaxTreeNode, start: int, end: int) -> Item:
        if not node.children or node.children[0].type != "paragraph":
            return Item(None)
        first = self._first_end(node, end)
        answers = answer_start(self.text, start, first) is not None
        question = marked_question(self.text, start, first) or plain_question(
            self.text, start, first
        )
        return Item(question, len(node.children) > 1, answers)

    def _first_end(self, item: SyntaxTreeNode, end: int) -> int:
        """Where the first paragraph of an item ends."""
        following = item.children[1].map if len(item.children) > 1 else None
        return self.lines[following[0]] if following else end


def _line_begin(text: str, position: int, floor: int) -> int:
    """`position` moved back over the indentation of its line, which code and lists need."""
    while position > floor and text[position - 1] in " \t":
        position -= 1
    return position
