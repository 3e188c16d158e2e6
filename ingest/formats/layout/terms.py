"""What the parts of a formula have in common: words on several levels."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.formats.layout.lines import lines_of
from ingest.formats.layout.types import Word

Bar = tuple[float, float, float]
"""Left, y and right of a thin horizontal line."""

FENCES = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩")

SMALL = 0.85
"""Size of limits over that of their operator, at most."""

TOUCHING = 0.4
"""Ems between words of one formula that belong together."""

MOST = 200
"""Operators and brackets of a page; where there are more, it is the chart of a font."""

_TALL = 1.3
"""Height of a bracket, over the size of its font, that stands around more than a word."""


def middle(word: Word) -> float:
    """The y half way down a word."""
    return (word.top + word.bottom) / 2


def is_tall(word: Word) -> bool:
    """Whether a word is a bracket around what is higher than a word."""
    tall = word.font.extensible and word.bottom - word.top > _TALL * word.size
    return tall and word.text[:1] in FENCES


def on_axis(word: Word, y: float) -> Word:
    """The word with the height that an ordinary one has, its middle at y."""
    return replace(word, top=y - word.size / 2, bottom=y + word.size / 2)


def as_one(words: Sequence[Word], text: str, y: float, size: float) -> Word:
    """One word in place of several."""
    first = min(words, key=lambda word: word.number)
    left, right = min(word.left for word in words), max(word.right for word in words)
    whole = replace(first, text=text, left=left, right=right, size=size, spaced=None)
    return on_axis(whole, y)


def text_of(words: Sequence[Word]) -> str:
    """The text of words that stand on one line, empty if they stand on several."""
    lines = lines_of(sorted(words, key=lambda word: word.number))
    return lines[0].text if len(lines) == 1 else ""


def but(words: Sequence[Word], gone: Iterable[Word], *new: Word) -> list[Word]:
    """The words without some, others put in their place."""
    ids = {id(word) for word in gone}
    return [*(word for word in words if id(word) not in ids), *new]
