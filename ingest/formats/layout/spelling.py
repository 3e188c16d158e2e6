"""Glyphs to characters: ligatures taken apart, accents joined to their letters, bullets told."""

import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.formats.layout.bidi import direction, logical_runs

Glyph = tuple[int, float, float, float, float]
"""Code point, left, top, right, bottom; y grows upwards."""

_ACCENTS = dict(
    zip(
        "`´^ˆ~˜¯˘˙¨˚ˇ¸˝",
        "\u0300\u0301\u0302\u0302\u0303\u0303\u0304\u0306\u0307\u0308\u030a\u030c\u0327\u030b",
        strict=True,
    )
)
_DOTLESS = {"ı": "i", "ȷ": "j"}
_COMPOSED = re.compile("[\ufb00-\ufb17\ufb1d-\ufdff\ufe70-\ufefc\U0001d400-\U0001d7ff]")
"""Ligatures, presentation forms and styled letters: glyphs that got code points of their own."""

_HYPHENS = frozenset((2, 0xFFFE))
"""What PDFium puts in place of a hyphen at a line's end."""

_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06e\uf071\uf02d")
"""Private use: what Symbol and Wingdings show as bullets."""

_KEPT = frozenset("\u00ad\u200c\u200d")
"""Soft hyphens, which tell where a line was broken, and joiners, which some scripts need."""

_LONGEST = 80
"""Glyphs of a word among which an accent's letter is looked for."""

_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627\u0671"
"""They share a glyph, always in this order."""

_UNKNOWN = "\ufffd"


@lru_cache(maxsize=4096)
def character(code: int) -> str:
    """A code point as text; nothing where it stands for no character."""
    if code in _HYPHENS:
        return "-"
    text = chr(code) if code <= sys.maxunicode else ""
    if text in _BULLETS:
        return "•"
    if _COMPOSED.match(text):
        return unicodedata.normalize("NFKC", text)
    if text in _KEPT:
        return text
    nothing = not text or text == _UNKNOWN or unicodedata.category(text).startswith("C")
    return "" if nothing else text


def spelt(glyphs: Sequence[Glyph]) -> str:
    """The characters of a word in logical order, in normal form C."""
    text = "".join([character(glyph[0]) for glyph in glyphs])
    if text.isascii() and _ACCENTS.keys().isdisjoint(text):
        return text
    if direction(text) == "R":
        seen = sorted(glyphs, key=lambda glyph: glyph[1])
        runs = logical_runs(seen, lambda glyph: character(glyph[0]), "R")
        ordered = [glyph for run in runs for glyph in run]
        for number, (one, other) in enumerate(pairwise(ordered)):
            if one[1:] == other[1:] and chr(one[0]) in _ALEFS and chr(other[0]) == _LAM:
                ordered[number : number + 2] = other, one
        return unicodedata.normalize("NFC", "".join(character(glyph[0]) for glyph in ordered))
    pieces = [""]
    for before, glyph in pairwise([glyphs[0], *glyphs]):
        new, last = character(glyph[0]), pieces[-1]
        if glyph[1] >= (before[1] + before[3]) / 2:
            pieces.append(new)
        elif last in _ACCENTS and new.isalpha():
            pieces[-1] = _DOTLESS.get(new, new) + _ACCENTS[last]
        elif new in _ACCENTS and last.isalpha():
            pieces[-1] = _DOTLESS.get(last, last) + _ACCENTS[new]
        else:
            pieces.append(new)
    return unicodedata.normalize("NFC", "".join(pieces))


def is_accent(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs are an accent alone, drawn apart from its letter."""
    return len(glyphs) == 1 and character(glyphs[0][0]) in _ACCENTS


def take_accent(glyphs: list[Glyph], accent: Glyph) -> bool:
    """Puts an accent behind the letter that it stands over; False if there is none."""
    middle = (accent[1] + accent[3]) / 2
    for number, (code, left, top, right, bottom) in enumerate(glyphs[:_LONGEST]):
        near = left < middle < right and abs(top - accent[2]) < top - bottom
        if near and character(code).isalpha():
            glyphs.insert(number + 1, accent)
            return True
    return False
