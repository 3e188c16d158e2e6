"""The Markdown parser: CommonMark with tables, definition lists and dollar formulas."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar

_CLOSES_FORMULA = re.compile(r"\$\$[ \t]*(?:\([^()$\n]+\)[ \t]*)?$", re.MULTILINE)
_formula = math_block_dollar(allow_labels=True, allow_blank_lines=True)


@cache
def markdown_parser() -> MarkdownIt:
    """A parser of block structure alone, in time linear in the text.

    Inline content stays text, and link definitions stay paragraphs, so that every line with
    something on it belongs to a token.
    """
    parser = MarkdownIt("commonmark").enable("table").disable("reference").use(deflist_plugin)
    parser.core.ruler.disable("inline")
    parser.block.ruler.before("fence", "math_block", _closed_formula)
    return parser


def _closed_formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The plug-in's rule, kept from searching the whole text again for each unclosed formula."""
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", position):
        return False
    if "closing" not in state.env:
        state.env["closing"] = _closing_lines(state.src)
    closing = state.env["closing"]
    lone = state.src[position : state.eMarks[start]].strip() == "$$"
    following = bisect_left(closing, start + lone)
    if following == len(closing) or closing[following] >= end:
        return False
    return _formula(state, start, end, silent)


def _closing_lines(source: str) -> list[int]:
    """Numbers of the lines that can close a formula, counted from 0."""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    return [bisect_right(starts, x.start()) - 1 for x in _CLOSES_FORMULA.finditer(source)]
