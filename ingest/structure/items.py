"""Where the items of a list begin, whatever marks them."""

import re

SYMBOL = "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?"
"""An arrow, a geometric shape, a dingbat or an emoji."""

MARKER = re.compile(
    rf"(?:[-*+•·‣⁃–—]|{SYMBOL}|(?:\d{{1,4}}|[A-Za-z]|[ivx]{{2,5}})[.)]|\([A-Za-z\d]{{1,3}}\))"
    r"(?=[ \t\r\n]|\Z)"
)
"""What opens an item, behind its indentation."""

_LINE = re.compile(r"^(?P<indent>[ \t>]*)(?=\S)", re.MULTILINE)
_AFTER_BLANK = re.compile(r"\n[ \t>]*+\r?\n(?=[ \t>]*+[^\s>])")


def item_starts(text: str) -> list[int]:
    """Offsets of the lines on which the outermost items of a list begin.

    In the text of a single item they are the items of the list within it. Items without a mark of
    their own begin behind blank lines.
    """
    marked = [
        (line.start(), columns(line["indent"]))
        for line in _LINE.finditer(text)
        if MARKER.match(text, line.end())
    ]
    if not marked:
        return [match.end() for match in _AFTER_BLANK.finditer(text)]
    outermost = _leftmost(marked)
    alone = len(outermost) == 1 and not text[: outermost[0]].strip()
    return _leftmost(marked[1:]) if alone else outermost


def _leftmost(marked: list[tuple[int, int]]) -> list[int]:
    least = min((column for _, column in marked), default=0)
    return [start for start, column in marked if column == least]


def columns(indent: str) -> int:
    """Columns that an indentation takes; a tab reaches to the next multiple of four."""
    return len(indent.expandtabs(4))
