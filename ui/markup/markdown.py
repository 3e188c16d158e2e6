"""Markdown of a source as HTML blocks, with the characters of a quote marked wherever they stand.

A mark is carried through the parser by two rare blanks around the quoted part of each line: blanks,
since those change no emphasis or formula beside them. Each leaf between them becomes a ``mark`` of
its own, so that marks and other elements never cross; code, formulas and rows of a table are
marked as wholes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ingest.place import line_starts
from ui.markup.html import Html, together
from ui.markup.leaves import FORMULAS, INSERT, OFF, ON, QUOTED, Leaves

_OTHER_BLANK = str.maketrans({ON: "\u2002", OFF: "\u2002"})


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text at its outermost level.

    Attributes:
        start: of the block's first line in the text.
    """

    html: Html
    start: int


def markdown_blocks(
    source: str,
    quote: tuple[int, int] | None = None,
    works: Mapping[str, Any] | None = None,
    inserts: Sequence[Html] = (),
) -> list[Block]:
    """A Markdown text as blocks; HTML in it is shown as text or left out, and so are images.

    Args:
        source: the text.
        quote: the characters to be marked.
        works: what the text's reference marks (``[@key]``) stand for.
        inserts: what stands in the places that `insert` has made.
    """
    starts = line_starts(source)
    env = {"quote": quote, "starts": starts, "works": works or {}, "inserts": inserts}
    parser = _parser()
    tokens = parser.parse(source.translate(_OTHER_BLANK), env)
    return [
        Block(Html(parser.renderer.render(group, parser.options, env)), starts[_line(group)])
        for group in _outermost(tokens)
    ]


def markdown(source: str, inserts: Sequence[Html] = ()) -> Html:
    """A Markdown text as one piece."""
    return together(block.html for block in markdown_blocks(source, inserts=inserts))


def inline(source: str) -> Html:
    """A Markdown text as one line, such as for a preview; reference marks are left out."""
    env: dict[str, Any] = {"quote": None, "starts": [0], "works": {}, "inserts": ()}
    return Html(_parser().renderInline(" ".join(source.translate(_OTHER_BLANK).split()), env))


def insert(number: int) -> str:
    """The place in a text where the insert with a number is to stand."""
    return f"{INSERT[0]}{number}{INSERT[1]}"


def without_inserts(source: str) -> str:
    """A text in which nobody but `insert` has made places."""
    return source.replace(INSERT[0], "\ufffd").replace(INSERT[1], "\ufffd")


@cache
def _parser() -> MarkdownIt:
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": True}, renderer_cls=Leaves)
    parser.enable(["table", "strikethrough"]).use(deflist_plugin)
    parser.use(
        dollarmath_plugin,
        allow_space=False,
        allow_digits=False,  # prices are no formulas
        allow_blank_lines=True,
        double_inline=True,
    )
    for name, draw in FORMULAS.items():
        parser.add_render_rule(name, draw)
    parser.core.ruler.after("block", "quote", _mark)
    return parser


def _mark(state: StateCore) -> None:
    """Puts blanks around the quoted part of each line, a class on what is marked as a whole."""
    if state.env["quote"] is None:
        return
    start, end = state.env["quote"]
    begins = [*state.env["starts"], len(state.src) + 1]
    lines = state.src.split("\n")
    for token in state.tokens:
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "inline":
            token.content = "\n".join(
                _marked(line, lines[number], begins[number], start, end)
                for number, line in enumerate(token.content.split("\n"), first)
            )
        elif _is_whole(token) and begins[first] < end and begins[min(last, len(lines))] > start:
            token.attrJoin("class", QUOTED)


def _is_whole(token: Token) -> bool:
    return not token.nesting or token.type == "tr_open"


def _marked(content: str, line: str, begin: int, start: int, end: int) -> str:
    """Inline content of the line that begins at `begin`, its quoted part between blanks."""
    at = begin + max(line.find(content), 0)
    first, last = max(start - at, 0), max(min(end - at, len(content)), 0)
    part = content[first:last]
    if not part.strip():
        return content
    first, last = first + len(part) - len(part.lstrip()), last - len(part) + len(part.rstrip())
    return f"{content[:first]}{ON}{content[first:last]}{OFF}{content[last:]}"


def _outermost(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _line(group: Sequence[Token]) -> int:
    return next((token.map[0] for token in group if token.map), 0)
