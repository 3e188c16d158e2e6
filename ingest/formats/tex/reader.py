"""Nodes of LaTeX to pieces: what each command and environment says."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.formats.markup.grow import append
from ingest.formats.markup.tree import Element, new_element, text_of
from ingest.formats.tex import commands
from ingest.formats.tex.algorithms import STEPS, WITHIN
from ingest.formats.tex.code import Code
from ingest.formats.tex.formulas import formula, tex_element
from ingest.formats.tex.lists import LISTS, list_element
from ingest.formats.tex.parse import Node, arguments, kind, text_of_symbol
from ingest.formats.tex.pieces import BLOCKS, POINTER, Piece, blocks, inline
from ingest.formats.tex.quantities import QUANTITIES
from ingest.formats.tex.tables import TABLES, table_element

RANKS = {
    "part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "frametitle": 6,
    "paragraph": 7, "subparagraph": 8,
}  # fmt: skip
"""Of headings; their tags are ``h`` and the rank, until it is known which ranks a text has."""

_UNWRAPPED = commands.all_names(commands.UNWRAPPED)
_REFERENCES = commands.all_names(commands.REFERENCES)
_DROPPED = commands.all_names(commands.DROPPED)
_BREAKS = ("\\", "newline", "linebreak", "tabularnewline")
_PARTS = ("par", "item", "newpage", "clearpage", "bigskip", "medskip", "smallskip")
_WORDS = {
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "S": "§", "P": "¶", "pounds": "£",
    "euro": "€", "textless": "<", "textgreater": ">", "textbar": "|", "checkmark": "✓",
    "cmark": "✓", "xmark": "✗", "copyright": "©", "ddag": "‡", "slash": "/", "degree": "°",
    "ohm": "Ω", "celsius": "°C", "percent": "%", "textunderscore": "_", "textbraceleft": "{",
    "textbraceright": "}", "and": ", ", "And": ", ", "AND": ", ",
}  # fmt: skip
"""Of commands that pylatexenc prints nothing for."""

_QUOTATIONS = ("quote", "quotation", "verse", "displayquote")
_BOXES = ("block", "exampleblock", "alertblock")
_FLOATS = {
    "figure": "Figure", "wrapfigure": "Figure", "SCfigure": "Figure", "marginfigure": "Figure",
    "table": "Table", "wraptable": "Table", "sidewaystable": "Table", "algorithm": "Algorithm",
    "algorithm2e": "Algorithm", "listing": "Listing",
}  # fmt: skip
_CAPTION = "caption"

_PARAGRAPH = re.compile(r"(?<![^\S\n])[^\S\n]*+\n[^\S\n]*+\n\s*+")
_QUOTED = re.compile(r"`([^`']*)'")


@dataclass(slots=True)
class Reader:
    """Reads nodes; notes in `left_out` what of them it passes over.

    Attributes:
        codes: the code that was set aside.
        theorems: what environments for theorems are called.
    """

    codes: Sequence[Code] = ()
    theorems: Mapping[str, str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def read(self, nodes: Sequence[Node]) -> Iterator[Piece]:
        """The pieces of nodes, in order."""
        readers: dict[str, Callable[[Node], Iterable[Piece]]] = {
            "Chars": _text,
            "Specials": lambda node: [_at(node, text_of_symbol(node))],
            "Math": lambda node: [_at(node, formula(node))],
            "Group": lambda node: self.read(node.nodelist),
            "Macro": self._command,
            "Environment": self._environment,
        }
        for node in nodes:
            if kind(node) in readers:
                yield from readers[kind(node)](node)

    def _command(self, node: Node) -> Iterator[Piece]:
        name, given = node.macroname, arguments(node)
        content = [x for x in given[-1:] if x is not None]
        if name in _UNWRAPPED:
            yield from self.read(content)
        elif name in RANKS:
            yield from self._heading(node, content, RANKS[name])
        elif name in _COMMANDS:
            yield from _COMMANDS[name](self, node, content)
        elif name in _PARTS:
            yield _at(node, None)
        elif name in _REFERENCES:
            yield _at(node, POINTER)
        elif name in _BREAKS:
            yield _at(node, new_element("br"))
        elif name in STEPS:
            yield _at(node, new_element("br"))
            yield _at(node, STEPS[name])
        elif name not in _DROPPED:
            yield _at(node, WITHIN.get(name) or _WORDS.get(name) or text_of_symbol(node))

    def _heading(self, node: Node, content: Sequence[Node], rank: int) -> Iterator[Piece]:
        heading = inline(self.read(content), f"h{rank}")
        if rank >= RANKS["paragraph"] and heading.text and not len(heading):
            heading.text = heading.text.rstrip(" .:")
        if text_of(heading):
            yield _at(node, heading)

    def _code(self, node: Node, content: Sequence[Node]) -> Iterator[Piece]:
        number = text_of(inline(self.read(content), "span"))
        if not number.isdecimal() or int(number) >= len(self.codes):
            return
        code = self.codes[int(number)]
        if code.tag == "a":
            yield _at(node, code.text)
        else:
            element = new_element(code.tag, code.text)
            element.set("data-lang", code.language)
            yield _at(node, element)

    def _typed(self, node: Node, content: Sequence[Node]) -> Iterator[Piece]:
        yield _at(node, inline(self.read(content), "code"))

    def _raised(self, node: Node, content: Sequence[Node]) -> Iterator[Piece]:
        tag = "sup" if node.macroname == "textsuperscript" else "sub"
        yield _at(node, inline(self.read(content), tag))

    def _formula(self, node: Node, content: Sequence[Node]) -> Iterator[Piece]:
        yield _at(node, tex_element("".join(map(_inside, content))))

    def _footnote(self, node: Node, content: Sequence[Node]) -> Iterator[Piece]:
        yield from self._between(node, content, " (", ")")

    def _quoted(self, node: Node, content: Sequence[Node]) -> Iterator[Piece]:
        yield from self._between(node, content, "“", "”")

    def _between(
        self, node: Node, content: Sequence[Node], opening: str, closing: str
    ) -> Iterator[Piece]:
        said = inline(self.read(content), "span")
        if text_of(said):
            yield from (_at(node, part) for part in (opening, said, closing))

    def _caption(self, node: Node, content: Sequence[Node]) -> Iterator[Piece]:
        caption = inline(self.read(content), "p")
        caption.set("class", _CAPTION)
        yield _at(node, caption)

    def _quantity(self, node: Node, _: Sequence[Node]) -> Iterator[Piece]:
        sources = [_inside(x) for x in arguments(node)[1:]]
        if sources:  # none where the text ends before them
            yield _at(node, QUANTITIES[node.macroname](*sources))

    def _environment(self, node: Node) -> Iterator[Piece]:
        name = node.environmentname.rstrip("*")
        if name in commands.UNREAD:
            self.left_out.add(name)
        elif node.environmentname in commands.MATH:
            yield _at(node, formula(node))
        elif node.environmentname in LISTS:
            yield _at(node, list_element(node, self.read))
        elif name in TABLES:
            yield _at(node, table_element(node, self.read))
        elif name in _QUOTATIONS:
            quotation = new_element("blockquote")
            append(quotation, [x.element for x in blocks(self.read(node.nodelist))])
            yield _at(node, quotation)
        else:
            yield _at(node, None)
            if name in _FLOATS:
                yield from self._float(node, _FLOATS[name])
            else:
                yield from self._opening(node, name)
                yield from self.read(node.nodelist)
            yield Piece(None, node.pos + node.len, node.pos + node.len)

    def _opening(self, node: Node, name: str) -> Iterator[Piece]:
        """What an environment says before its content: a frame's title, what a theorem is."""
        title = [x for x in arguments(node)[-1:] if x is not None]
        parts: list[str | Element] = []
        if name == "frame":
            first = next((x for x in node.nodelist if kind(x) != "Chars" or x.chars.strip()), None)
            if first is not None and kind(first) == "Group":
                node.nodelist.remove(first)
                parts = [inline(self.read([first]), f"h{RANKS['frametitle']}")]
        elif name == "abstract":
            parts = [new_element(f"h{RANKS['section']}", "Abstract")]
        elif name in _BOXES and title:
            parts = [inline(self.read(title), "span"), ". "]
        elif name in self.theorems:
            said, called = inline(self.read(title), "span"), self.theorems[name]
            if text_of(said).startswith(called):  # such as Proof of Theorem 2
                parts = [said, ". "]
            else:
                parts = [called, " (", said, "). "] if text_of(said) else [called, ". "]
        yield from (Piece(part, node.pos, node.pos) for part in parts)

    def _float(self, node: Node, label: str) -> Iterator[Piece]:
        """Captions, then what a float holds; of figures only what is a list, table or code."""
        rest = []
        for piece in self.read(node.nodelist):
            part = piece.part
            if part is None or isinstance(part, str) or part.tag not in BLOCKS:
                rest += [piece] * (label != "Figure")
            elif part.get("class") == _CAPTION:
                part.text = f"{label}: {part.text or ''}"
                del part.attrib["class"]
                yield piece
            else:
                rest.append(piece)
        yield from rest


def _at(node: Node, part: str | Element | None) -> Piece:
    return Piece(part, node.pos, node.pos + node.len)


def _inside(node: Node | None) -> str:
    """The source of an argument, without its braces."""
    source: str = node.latex_verbatim() if node is not None else ""
    return source.removeprefix("{").removesuffix("}")


def _text(node: Node) -> Iterator[Piece]:
    """Text, parted where a line is blank."""
    reached = 0
    for gap in (*_PARAGRAPH.finditer(node.chars), None):
        text = node.chars[reached : gap.start() if gap else None]
        start, end = node.pos + reached, node.pos + reached + len(text.rstrip())
        yield Piece(_QUOTED.sub("‘\\1’", text), start + len(text) - len(text.lstrip()), end)
        if gap:
            yield Piece(None, end, end)
            reached = gap.end()


_COMMANDS: Mapping[str, Callable[[Reader, Node, Sequence[Node]], Iterator[Piece]]] = {
    "vivacode": Reader._code,
    "texttt": Reader._typed,
    "textsuperscript": Reader._raised,
    "textsubscript": Reader._raised,
    "ensuremath": Reader._formula,
    "footnote": Reader._footnote,
    "enquote": Reader._quoted,
    "caption": Reader._caption,
    "captionof": Reader._caption,
    **dict.fromkeys(QUANTITIES, Reader._quantity),
}
