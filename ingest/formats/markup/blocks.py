"""An element tree to blocks of Markdown: headings, paragraphs, lists, tables, code, quotations."""

import re
from collections.abc import Callable, Iterable, Iterator

from ingest.formats.markup.code import fenced_code
from ingest.formats.markup.inline import alternative_text, inline, one_line
from ingest.formats.markup.prose import paragraphs
from ingest.formats.markup.tables import cells_in_order, pipe_table
from ingest.formats.markup.tree import Element, names, parts, stated_number, text_of
from ingest.limits import MAX_TEXT, within

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = names(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre "
    "search section summary table tbody td tfoot th thead tr ul"
)
_DISPLAYED = re.compile(r"\n\n(\$\$.+\$\$)\n\n")
_LONE_FORMULA = re.compile(r"\$(?P<tex>[^$]{3,})\$(?P<stop>[.,;]?)")
_ITEM = re.compile(r"- |\d+\. ")


def markdown_blocks_of(root: Element) -> list[str]:
    """The blocks of a tree as Markdown, in order, to be parted by blank lines.

    Raises:
        SourceError: if they are longer than any text that is read.
    """
    blocks, size = [], 0
    for block in _Writer(root).flow(parts(root)):
        size += len(block)
        within(size, MAX_TEXT, "characters of text")
        blocks.append(block)
    return blocks


class _Writer:
    """Writes each kind of block; knows which inline elements of the tree hold blocks."""

    def __init__(self, root: Element) -> None:
        self._holders: set[Element] = set()
        for block in root.iter(*_BLOCKS):
            for ancestor in block.iterancestors():
                if ancestor in self._holders:
                    break
                self._holders.add(ancestor)
        self._writers: dict[str, Callable[[Element], Iterable[str]]] = {
            **dict.fromkeys(_HEADINGS, self._heading),
            **dict.fromkeys(("ul", "ol", "menu"), self._list),
            "dl": self._definitions,
            "table": self._table,
            "pre": self._code,
            "blockquote": self._quotation,
            "figure": self._figure,
        }

    def flow(self, content: Iterable[str | Element]) -> Iterator[str]:
        """The blocks of what may mix text and blocks; text between two blocks is a paragraph."""
        run: list[str | Element] = []
        for part in content:
            if isinstance(part, str) or not self._is_block(part):
                run.append(part)
                continue
            yield from _prose(run)
            run = []
            write = self._writers.get(str(part.tag))
            yield from write(part) if write else self.flow(parts(part))
        yield from _prose(run)

    def _is_block(self, element: Element) -> bool:
        return element.tag in _BLOCKS or element in self._holders

    def _heading(self, element: Element) -> Iterator[str]:
        text = one_line(parts(element))
        if text:
            yield f"{'#' * int(str(element.tag)[1])} {text}"

    def _list(self, element: Element) -> Iterator[str]:
        """One block; a list whose items have headings only arranges them."""
        if next(element.iter(*_HEADINGS), None) is not None:
            yield from self.flow(parts(element))
            return
        number = stated_number(element.get("start"), 1)
        items: list[str] = []
        loose = False
        for item in element:
            blocks = list(self.flow(parts(item) if item.tag == "li" else [item]))
            if item.tag != "li" and items:  # a list within a list, beside the item it belongs to
                items[-1] += "".join(f"\n{_indented(block)}" for block in blocks)
            elif blocks:
                number = stated_number(item.get("value"), number)
                marker = f"{number}. " if element.tag == "ol" else "- "
                spaced = any(not _ITEM.match(block) for block in blocks[1:])
                body = ("\n\n" if spaced else "\n").join(blocks)
                items.append(marker + _indented(body, len(marker)).lstrip())
                loose, number = loose or spaced, number + 1
        if items:
            yield ("\n\n" if loose else "\n").join(items)

    def _definitions(self, element: Element) -> Iterator[str]:
        """Short definitions as one list, each with its term; longer ones as blocks below theirs."""
        groups = list(_terms(element))
        if any(not _is_short(body) for _, bodies in groups for body in bodies):
            for term, bodies in groups:
                yield from [f"**{term}**"] * bool(term)
                yield from self.flow(bodies)
            return
        lines = []
        for term, bodies in groups:
            said = "; ".join(one_line(parts(body)) for body in bodies)
            lines.append(f"- **{term}**: {said}" if term and said else f"- {term or said}")
        if lines:
            yield "\n".join(lines)

    def _table(self, element: Element) -> Iterator[str]:
        caption = element.find("caption")
        if caption is not None:
            yield from self.flow(parts(caption))
        table = pipe_table(element)
        if table:
            yield table
        else:
            for cell in cells_in_order(element):
                yield from self.flow(parts(cell))

    def _code(self, element: Element) -> Iterator[str]:
        yield from filter(None, [fenced_code(element)])

    def _quotation(self, element: Element) -> Iterator[str]:
        text = "\n\n".join(self.flow(parts(element)))
        if text:
            yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

    def _figure(self, element: Element) -> Iterator[str]:
        """What a figure holds; a description that its caption repeats is left out."""
        said = " ".join(text_of(caption) for caption in element.iter("figcaption"))
        for image in element.iter("img"):
            if alternative_text(image) in said:
                image.set("alt", "")
        yield from self.flow(parts(element))


def _prose(run: list[str | Element]) -> Iterator[str]:
    """Paragraphs, and formulas that stand alone."""
    for piece in _DISPLAYED.split(inline(run)):
        lone = _LONE_FORMULA.fullmatch(piece.strip())
        if piece.startswith("$$") and piece.endswith("$$"):
            yield piece
        elif lone:
            yield f"$${lone['tex']}{lone['stop']}$$"
        else:
            yield from paragraphs(piece)


def _terms(element: Element) -> Iterator[tuple[str, list[Element]]]:
    """Each term of a definition list with its definitions; several terms may share them."""
    terms: list[str] = []
    bodies: list[Element] = []
    for part in element.iter("dt", "dd"):
        if next(part.iterancestors("dl"), None) is not element:
            continue
        if part.tag == "dd":
            bodies.append(part)
            continue
        if bodies:
            yield ", ".join(filter(None, terms)), bodies
            terms, bodies = [], []
        terms.append(one_line(parts(part)))
    if terms or bodies:
        yield ", ".join(filter(None, terms)), bodies


def _is_short(definition: Element) -> bool:
    """Whether a definition is one paragraph."""
    blocks = list(definition.iterdescendants(*_BLOCKS))
    return not blocks or (len(blocks) == 1 and blocks[0].tag == "p")


def _indented(text: str, width: int = 2) -> str:
    return "\n".join(" " * width + line if line else "" for line in text.split("\n"))
