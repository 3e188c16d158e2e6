r"""RTF source made ready for striprtf, which gives its text but none of its structure.

Pictures are cut out; marks are put where paragraphs are headings, where cells and rows end, and
around footnotes. The marks are letters of Unicode's private use area, which pass through as text.
"""

import re

LINE, CELL, ROW_START, ROW_END = "\ue001", "\ue002", "\ue003", "\ue004"
NOTE_START, NOTE_END = "\ue005", "\ue006"
ITEM = "\ue007"
"""Before the bullet or number of a list item."""

HEADING, LEVEL = "\ue010", "\ue020"
"""A heading and a list item of the first level; the letters after these mark the levels below."""

_BODY_LEVEL = 9
_WORD = re.compile(
    r"\\[\\{}]|\\(?P<word>line|cell|nestcell|trowd|row|nestrow|pict|pntext|listtext|fldinst|outlinelevel|ilvl|f)"
    r"(?P<number>\d*)(?![A-Za-z0-9]) ?"
)
_REPLACED = {
    "line": LINE, "cell": CELL, "nestcell": CELL, "trowd": ROW_START, "row": ROW_END,
    "nestrow": ROW_END,
    "listtext": ITEM, "pntext": ITEM,
    "fldinst": r"\comment ",  # else the address would stand in the text
    "pict": r"\comment ",
}  # fmt: skip
_SPECIAL_GROUP = re.compile(
    r"\{\s*(?:\\\*\s*)?\\(?P<word>pict|objdata|themedata|datastore|colorschememapping|footnote)"
    r"(?![A-Za-z])"
)
_BRACE = re.compile(r"\\bin(?P<size>\d{1,9}) ?|\\.|[{}]", re.DOTALL)
_BEYOND_ASCII = re.compile(r"[\x80-\xff]")


def marked(data: bytes) -> str:
    """The source in ASCII, but for the marks."""
    source = _without_pictures(data.decode("latin-1"))
    source = _BEYOND_ASCII.sub(lambda match: rf"\'{ord(match[0]):02x}", source)
    return _WORD.sub(_mark, source)


def _mark(match: re.Match[str]) -> str:
    word = match["word"]
    if word is None:
        return match[0]
    if word == "outlinelevel":
        level = int(match["number"] or _BODY_LEVEL)
        return chr(ord(HEADING) + level) if level < _BODY_LEVEL else ""
    if word == "ilvl":
        return chr(ord(LEVEL) + min(int(match["number"] or 0), _BODY_LEVEL - 1))
    if word == "f":
        # striprtf searches the table of fonts line by line; a line each keeps the search short.
        return f"\n\\f{match['number']} "
    return _REPLACED[word]


def _without_pictures(source: str) -> str:
    """The source without groups of binary or hexadecimal data; footnotes in parentheses."""
    pieces = []
    position = 0
    while match := _SPECIAL_GROUP.search(source, position):
        end = group_end(source, match.start())
        pieces.append(source[position : match.start()])
        if match["word"] == "footnote":
            pieces.append(f"{{{NOTE_START}{source[match.end() : end - 1]}{NOTE_END}}}")
        position = end
    return "".join([*pieces, source[position:]])


def group_end(source: str, start: int) -> int:
    """Where the group that opens at `start` ends; the end of the source if it never does."""
    level, position = 0, start
    while match := _BRACE.search(source, position):
        position = match.end() + int(match["size"] or 0)
        level += {"{": 1, "}": -1}.get(match[0], 0)
        if level == 0:
            return position
    return len(source)
