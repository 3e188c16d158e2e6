"""Formulas set in two dimensions to words on one line: fractions, roots, sums with limits.

A fraction is a bar with a line of words above and one below. What stands in several rows otherwise,
as matrices do, is left out with a mark in its place: read as text it would be another formula.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.formats.layout.fences import MARK, with_whole_fences, without_stacks
from ingest.formats.layout.limits import with_limits
from ingest.formats.layout.terms import (
    SMALL,
    TOUCHING,
    Bar,
    as_one,
    but,
    is_tall,
    middle,
    on_axis,
    text_of,
)
from ingest.formats.layout.types import Word

MOST_BARS = 400
"""Bars of a page; where there are more, they are the grid of a plot or a table."""

_ASIDE = 2.0
"""Ems between a fraction and the rest of its formula."""

_NEAR = 1.15
"""Ems between the bar of a fraction and its rows."""

_WIDE = 1.0
"""Ems between two words of a row that make it the row of a table."""

_HIGH = 1.9
"""Height of a row with its limits, over the size of its font, at most."""

_FILLED = 0.6
"""Part of a fraction's bar that the longer of its rows covers."""

_EDGE, _REACH, _LEVEL = 2, 3.0, 0.35
"""Points by which things at a bar's end may miss it; ems from a bar to the farthest of its rows;
ems by which what is beside a fraction may be off its bar."""

_CALL = re.compile(r"[^\W\d_]{0,4}\([^()]*\)|[d∂]\w")
_CLOSE = 0.2
"""Ems between a fraction and what it is multiplied by; spaces are wider."""

_FACTORS = frozenset("√∥‖|(")
"""What a fraction is multiplied by if it follows, as are letters and digits."""

_OFF_AXIS = 0.15, 0.6
"""Ems from its axis to the bar of a fraction that make this the exponent or index of a letter;
fractions on the line are nearer, and what is farther away is on another line."""

_SHIFT = 0.35
"""Ems from the middle of a letter to that of its exponent."""

_SMALLER = 0.7
"""Size of a power over that of what it is a power of."""

_SUM = re.compile(r"[-−+±/= ]")


def levelled(words: Iterable[Word], bars: Sequence[Bar]) -> list[Word]:
    """The words of a page, those of each formula in several rows put on one.

    Args:
        words: of one page.
        bars: thin horizontal lines on it.
    """
    placed = list(words)
    bars = sorted(bars, key=lambda bar: bar[2] - bar[0]) if len(bars) <= MOST_BARS else []
    level = with_whole_fences([word for word in placed if not word.turn])
    level = with_limits(level, bars)
    for bar in bars:
        near = [word for word in level if abs(middle(word) - bar[1]) < _REACH * word.size]
        if found := _root(near, bar) or _fraction(near, bar, bars):
            level = but(level, *found)
    level = without_stacks(level)
    return sorted([*level, *(word for word in placed if word.turn)], key=lambda word: word.number)


def _within(bar: Bar, word: Word) -> bool:
    return bar[0] - _EDGE < word.left and word.right < bar[2] + _EDGE


def _root(words: Sequence[Word], bar: Bar) -> tuple[list[Word], Word] | None:
    """The words of a root under a bar, and one in their place; None if there is no root."""
    left, y, _ = bar
    signs = [
        w
        for w in words
        if w.text == "√" and abs(w.right - left) < _EDGE and w.top - _EDGE < y < w.bottom
    ]
    under = [w for w in words if _within(bar, w) and y - _EDGE < w.top < y + 0.7 * w.size]
    sign = min(signs, key=lambda sign: abs(sign.top - y), default=None)
    if sign is None or not under or not (text := text_of(under)):
        return None
    full = max(under, key=lambda word: word.size)
    text = f"√{text}" if _is_simple(under, text) else f"√({text})"
    return [sign, *under], as_one([sign, *under], text, middle(full), full.size)


def _fraction(
    words: Sequence[Word], bar: Bar, bars: Sequence[Bar]
) -> tuple[list[Word], Word] | None:
    """The words of a fraction, and one in their place; None if the bar is another line."""
    left, y, right = bar
    over = _row((w for w in words if middle(w) < y and _within(bar, w)), y)
    under = _row((w for w in words if middle(w) > y and _within(bar, w)), y)
    parts = [*over, *under]
    around = [w for w in words if not _within(bar, w) and not is_tall(w)]
    if not over or not under or any(word.font.mono for word in parts):
        return None
    if any(
        _is_spread(row) or _goes_on(row, around, bars) for row in (over, under)
    ) or not _is_filled(bar, over, under):
        return None
    base = _base(parts, bar, (w for w in words if not _within(bar, w)))
    if base is not None:
        around = [w for w in around if w.size < SMALL * base.size]
        over, under = _with_powers(over), _with_powers(under)
    level = [w for w in around if abs(middle(w) - y) < _LEVEL * w.size]
    beside = [w.size for w in level if max(w.left - right, left - w.right) < _ASIDE * w.size]
    size = max(*(word.size for word in parts), *beside)
    nested = any(b[0] < left and right < b[2] and abs(b[1] - y) < _REACH * size for b in bars)
    if not beside and not nested and base is None:
        return None
    top, below = text_of(over), text_of(under)
    text = MARK
    if top and below:
        top = f"({top})" if _SUM.search(top) and not _is_simple(over, top) else top
        text = f"{top}/{below if _is_simple(under, below) else f'({below})'}"
        factors = (w.text[0] for w in level if -1 < w.left - right < _CLOSE * w.size)
        counted = any(
            -1 < left - w.right < _CLOSE * w.size and w.text[-1].isdigit()
            for w in around
            if abs(middle(w) - y) < _OFF_AXIS[1] * w.size
        )
        if any(x.isalnum() or x in _FACTORS for x in factors) or (counted and text[0].isdigit()):
            text = f"({text})"
    whole = replace(as_one(parts, text, y, size), left=left, right=right)
    if base is not None:
        raised = y < middle(base)
        if text != MARK and not raised:
            whole = replace(whole, text=f"_({text})")
        height = middle(base) + (-_SHIFT if raised else _SHIFT) * base.size
        whole = on_axis(replace(whole, left=left - _OFF_AXIS[0] * base.size), height)
    return parts, whole


def _base(parts: Sequence[Word], bar: Bar, around: Iterable[Word]) -> Word | None:
    """What a fraction is the exponent or the index of; None if it stands on the line."""
    left, y, _ = bar
    full = max(word.size for word in parts)
    before = [
        word
        for word in around
        if full < SMALL * word.size
        and -1 < left - word.right < _ASIDE * word.size
        and (
            abs(middle(word) - y) < _OFF_AXIS[1] * word.size
            or (is_tall(word) and word.top < y + full < middle(word))
        )
    ]
    last = max(before, key=lambda word: (round(word.size), word.right), default=None)
    off = abs(middle(last) - y) / last.size if last else 0
    return last if off > _OFF_AXIS[0] else None


def _with_powers(row: Sequence[Word]) -> list[Word]:
    """A row of the smallest letters that there are, with powers smaller still."""
    first = min(row, key=lambda word: word.left)
    return [
        replace(w, size=_SMALLER * w.size) if first.bottom - w.bottom > 0.2 * w.size else w
        for w in row
    ]


def _is_simple(words: Sequence[Word], text: str) -> bool:
    """Whether a text is a number, one letter with what is raised or lowered, or in brackets."""
    size = max(word.size for word in words)
    full = "".join(word.text for word in words if word.size > SMALL * size)
    return full.isdigit() or len(full) == 1 or bool(_CALL.fullmatch(text))


def _is_filled(bar: Bar, *rows: Sequence[Word]) -> bool:
    """Whether one of the rows is about as long as the bar."""
    lengths = (max(w.right for w in row) - min(w.left for w in row) for row in rows)
    return max(lengths) > _FILLED * (bar[2] - bar[0])


def _row(words: Iterable[Word], y: float) -> list[Word]:
    """The words nearest to a bar on one side of it, and those that they touch."""
    row: list[Word] = []
    top = bottom = y
    for word in sorted(words, key=lambda word: min(abs(word.top - y), abs(word.bottom - y))):
        if max(top - word.bottom, word.top - bottom) < (_NEAR if not row else 0) * word.size:
            row.append(word)
            top, bottom = min(w.top for w in row), max(w.bottom for w in row)
    return row


def _is_spread(words: Sequence[Word]) -> bool:
    """Whether words stand in several rows, or parted as those of a table are."""
    ordered = sorted(words, key=lambda word: word.left)
    high = max(word.bottom for word in words) - min(word.top for word in words)
    return high > _HIGH * max(word.size for word in words) or any(
        b.left - a.right > _WIDE * b.size for a, b in pairwise(ordered)
    )


def _goes_on(row: Sequence[Word], around: Sequence[Word], bars: Sequence[Bar]) -> bool:
    """Whether a row goes on beyond its bar, as a line with underlined words in it does."""
    left, right = min(w.left for w in row), max(w.right for w in row)
    full = max(row, key=lambda word: word.size)
    return any(
        abs(w.bottom - full.bottom) < 1
        and -1 < max(w.left - right, left - w.right) < TOUCHING * w.size
        and not any(_within(bar, w) and abs(bar[1] - middle(w)) < 1.5 * w.size for bar in bars)
        for w in around
    )
