"""What PDFium knows of a page's glyphs, put together to words."""

import math
import unicodedata
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from typing import TYPE_CHECKING

from ingest.formats.layout.bidi import FIRST_BACKWARDS, direction
from ingest.formats.layout.spelling import Glyph, character, is_accent, spelt, take_accent
from ingest.formats.layout.types import Font, Word
from ingest.formats.pdf_fonts import SYMBOLIC, font_of, is_drawing, symbols_of

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

MAX_GLYPHS = 100_000
"""Of one page; a dense newspaper page has 20,000. Longer pages are read as they were drawn."""

_UPSIDE_DOWN = 180
_TURN = 15
"""Degrees to which directions are rounded, so that a page scanned askew still reads as level."""

_BREAKS = frozenset(map(ord, "\r\n\f"))
_SPACES = frozenset(map(ord, " \t\v\u00a0\u2002\u2003\u2009\u200b\u3000"))
_FIRST_COMBINING = 0x300
_HIGH, _LOW, _END = 0xD800, 0xDC00, 0xE000
"""Where the two halves of surrogate pairs begin and end; one alone stands for no character."""

_NEAR = 12
"""Words among which the letter is looked for that an accent belongs to."""

_NAME = 128
"""Bytes of a font's name that are looked at."""

_SMALLEST, _LARGEST = 0.5, 2_000
"""Points; what is beyond them is a font that states no size."""

_FARTHEST = 100_000
"""Points from the origin; the largest pages have 14,400."""

_Box = tuple[float, float, float, float]
_Group = tuple[int, bool | None, list[Glyph]]
"""Index of the first glyph of a word, whether a space came before it, and its glyphs."""


def page_words(textpage: "PdfTextPage", seen: _Box) -> Iterator[Word]:
    """The words of one page in the order in which they were drawn.

    Args:
        textpage: the text of the page.
        seen: left, bottom, right, top of what is seen of the page; other text is left out.
    """
    if textpage.count_chars() > MAX_GLYPHS:
        yield from _as_drawn(textpage.get_text_range())
        return
    for number, (index, spaced, glyphs) in enumerate(_accented(_groups(textpage, seen))):
        text = spelt(glyphs)
        if text and (word := _word(textpage, index, text, glyphs, number, spaced)):
            yield word


def _as_drawn(text: str) -> Iterator[Word]:
    """The lines of an absurd page, one below the other."""
    for number, line in enumerate(text.splitlines()):
        if words := "".join(character(ord(x)) or " " * (x == " ") for x in line).strip():
            top, width = 12.0 * number, 5.0 * len(words)
            yield Word(words, 0, top, width, top + 10, 10, Font(), 0, number, None)


def _groups(textpage: "PdfTextPage", seen: _Box) -> Iterator[_Group]:
    """The glyphs of each word."""
    from pypdfium2 import raw

    page, rect, first, high = textpage.raw, raw.FS_RECTF(), 0, 0
    glyphs: list[Glyph] = []
    gap: bool | None = False
    spaced: bool | None = False
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if _HIGH <= code < _LOW:
            high = code
            continue
        if high and _LOW <= code < _END:
            code += 0x10000 + ((high - _HIGH) << 10) - _LOW
        high = 0
        code = _symbol(textpage, index, code) if code in SYMBOLIC else code
        if code in _SPACES or code in _BREAKS:
            gap = code in _SPACES or gap or None
            continue
        raw.FPDFText_GetLooseCharBox(page, index, rect)
        glyph = (code, rect.left, rect.top, rect.right, rect.bottom)
        if not _is_seen(glyph, seen):
            continue
        if glyphs and code >= _FIRST_COMBINING and unicodedata.combining(chr(code)):
            glyphs.append((code, *glyphs[-1][1:]))
            continue
        if glyphs and (gap is not False or not _beside(glyphs[-1], glyph)):
            yield first, spaced, glyphs
            glyphs = []
        if not glyphs:
            first, spaced = index, gap
        gap = False
        glyphs.append(glyph)
    if glyphs:
        yield first, spaced, glyphs


def _symbol(textpage: "PdfTextPage", index: int, code: int) -> int:
    """What a glyph of a font of symbols stands for; the code itself in any other font."""
    from pypdfium2 import raw

    name = create_string_buffer(_NAME)
    if not raw.FPDFText_GetFontInfo(textpage.raw, index, name, _NAME, c_int()):
        return code
    return symbols_of(name.value).get(code, code)


def _is_seen(glyph: Glyph, seen: _Box) -> bool:
    """Whether a glyph touches the visible page, and has a sensible box."""
    _, left, top, right, bottom = glyph
    beside = seen[0] <= right < _FARTHEST and -_FARTHEST < left <= seen[2]
    return beside and seen[1] <= top < _FARTHEST and -_FARTHEST < bottom <= seen[3]


def _beside(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs drawn one after the other are of one word."""
    height = one[2] - one[4]
    level = abs(other[2] - one[2]) + abs(other[4] - one[4]) < 0.2 * height
    if not level or other[1] - one[3] > 0.5 * height or one[1] - other[3] > 0.5 * height:
        return False
    if max(one[0], other[0]) < FIRST_BACKWARDS:
        return True
    return {direction(character(one[0])), direction(character(other[0]))} != {"L", "R"}


def _accented(groups: Iterator[_Group]) -> Iterator[_Group]:
    """The words, accents that were drawn apart from their letters put among the glyphs of these."""
    held: list[_Group] = []
    for index, spaced, glyphs in groups:
        before = spaced
        if is_accent(glyphs):
            if any(take_accent(word, glyphs[0]) for _, _, word in reversed(held)):
                continue
        elif held and is_accent(held[-1][2]) and take_accent(glyphs, held[-1][2][0]):
            before = held.pop()[1]
        held.append((index, before, glyphs))
        if len(held) > _NEAR:
            yield held.pop(0)
    yield from held


def _word(
    textpage: "PdfTextPage",
    index: int,
    text: str,
    glyphs: list[Glyph],
    number: int,
    spaced: bool | None,
) -> Word | None:
    """The word, turned to be level; its font is that of its first glyph. None for a picture's."""
    from pypdfium2 import raw

    page, matrix, flags, name = textpage.raw, raw.FS_MATRIX(), c_int(), create_string_buffer(_NAME)
    raw.FPDFText_GetMatrix(page, index, matrix)
    raw.FPDFText_GetFontInfo(page, index, name, _NAME, flags)
    if is_drawing(name.value):
        return None
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    turn = round(angle / _TURN) * _TURN % 360 if math.isfinite(angle) else 0
    _, lefts, tops, rights, bottoms = zip(*glyphs, strict=True)
    box = (min(lefts), max(tops), max(rights), min(bottoms))
    size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    if not _SMALLEST < size < _LARGEST:
        size = min(max(box[1] - box[3], _SMALLEST), _LARGEST)
    left, top, right, bottom = _level(box, turn, size) if turn else box
    font = font_of(name.value, flags.value)
    return Word(text, left, -top, right, -bottom, size, font, turn, number, spaced)


def _level(box: _Box, turn: int, size: float) -> _Box:
    """A box after turning it back; an oblique one does not tell its own width and height."""
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    x, y = x * cos + y * sin, y * cos - x * sin
    width, height = top - bottom, right - left
    if turn == _UPSIDE_DOWN:
        width, height = height, width
    elif turn % 90:
        width, height = size / 2, size
    return x - width / 2, y + height / 2, x + width / 2, y - height / 2
