"""Markdown text to Blocks, by markdown-it-py: CommonMark, tables and dollar mathematics."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from ingest.blocks import Block
from ingest.front_matter import front_matter
from ingest.place import line_starts
from ingest.types import Kind

_KINDS = {
    "table_open": Kind.TABLE,
    "fence": Kind.CODE,
    "code_block": Kind.CODE,
    "math_block": Kind.MATH,
    "bullet_list_open": Kind.LIST,
    "ordered_list_open": Kind.LIST,
}
_QUESTION_LINE = re.compile(r"^\W{0,4}Q(?:uestion)?\s*\d{0,3}\s*[:.]\W{0,3}\s*(?P<question>\S.*)")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(dollarmath_plugin)


def markdown_blocks(text: str, root: tuple[str, ...] = ()) -> list[Block]:
    """The blocks of a Markdown text.

    A heading that asks a question, or a paragraph that begins with ``Q:``, opens a
    question-and-answer pair that lasts until the next heading or question. Heading lines belong
    to the block below them; headings with nothing below them are a block of their own.

    Args:
        text: the whole text; front matter, if any, belongs to no block.
        root: headings above the whole text, such as a title from the front matter.
    """
    path: list[tuple[int, str]] = [(0, heading) for heading in root]
    blocks: list[Block] = []
    heading_start: int | None = None
    pair, pairs, question = None, 0, ""

    for first, end, token, content in _elements(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
            # A first heading that repeats the title stands in its place.
            path = [(depth, above) for depth, above in path if depth < level and above != content]
            path.append((level, content))
            heading_start = first if heading_start is None else heading_start
            question = ""
            pairs += 1
            pair = pairs if content.endswith("?") else None
            continue
        asked = _QUESTION_LINE.match(content) if token.type == "paragraph_open" else None
        if asked:
            pairs += 1
            pair, question = pairs, asked["question"].strip("*_ ")
        headings = tuple(heading for _, heading in path)
        # The question is the heading of what follows it, should the pair need several chunks.
        headings += (question,) if question and not asked else ()
        kind = _KINDS.get(token.type, Kind.PROSE)
        begin = first if heading_start is None else heading_start
        blocks.append(Block(begin, first, end, kind, headings, pair))
        heading_start = None

    if heading_start is not None:
        end = len(text.rstrip())
        headings = tuple(heading for _, heading in path)
        blocks.append(Block(heading_start, end, end, Kind.PROSE, headings))
    return blocks


def _elements(text: str) -> Iterator[tuple[int, int, Token, str]]:
    """(start, end, token, inline content) of each top-level element, white space trimmed off.

    markdown-it leaves link reference definitions out of its tokens; so that no text is lost, what
    lies between two elements comes as an element of its own.
    """
    _, origin = front_matter(text)
    starts = [origin + start for start in line_starts(text[origin:])] + [len(text)]
    tokens = _parser().parse(text[origin:])
    gap = Token("paragraph_open", "p", 1)
    reached = origin
    for token, after in pairwise([*tokens, Token("end", "", 0), gap]):
        if token.type == "end":
            first = last = len(text)
        elif token.level or not token.map or token.nesting < 0:
            continue
        else:
            first, last = (starts[min(line, len(starts) - 1)] for line in token.map)
        content = after.content if after.type == "inline" else ""
        for start, end, kind, inline in ((reached, first, gap, ""), (first, last, token, content)):
            body = text[start:end]
            if body.strip():
                begin = start + len(body) - len(body.lstrip())
                yield _line_begin(text, begin, start), start + len(body.rstrip()), kind, inline
        reached = max(reached, last)


def _line_begin(text: str, position: int, floor: int) -> int:
    """`position` moved back over the indentation of its line, which code and lists need."""
    while position > floor and text[position - 1] in " \t":
        position -= 1
    return position
