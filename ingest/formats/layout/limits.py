"""Limits above, below and behind an operator to text behind it: ``∑_(i=1)^n``."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.layout.terms import (
    FENCES,
    MOST,
    SMALL,
    TOUCHING,
    Bar,
    but,
    is_tall,
    middle,
    on_axis,
    text_of,
)
from ingest.formats.layout.types import Word

_OPERATORS = frozenset("∑∏∫⋃⋂∮⨁⨂")
_NAMED = frozenset(("max", "min", "lim", "sup", "inf"))
_LIMITED = frozenset((*_OPERATORS, *_NAMED, *")]}|‖"))
"""What has limits above, below or behind it."""

_REACH = 1.2
"""Ems by which limits are wider than their operator."""

_SPACE = 0.2
"""Ems by which a limit is shorter than it is seen, so that a space follows it."""


def with_limits(words: list[Word], bars: Sequence[Bar]) -> list[Word]:
    """The words, limits of an operator and powers of a tall bracket put behind it in brackets."""
    for base in [word for word in words if word.text in _LIMITED][:MOST]:
        if base.text in FENCES and not is_tall(base):
            continue
        small = [
            word
            for word in words
            if word.size < SMALL * base.size
            and max(base.left - word.right, word.left - base.right) < _REACH * base.size
            and max(base.top - word.bottom, word.top - base.bottom) < TOUCHING * base.size
            and not any(_parts(bar, base, word) for bar in bars)
        ]
        y = middle(base)
        limits = [
            (sign, _neighbours(base, [w for w in small if above == (middle(w) < y)]))
            for sign, above in (("_", False), ("^", True))
        ]
        if base.text in _NAMED:
            limits = [(sign, row) for sign, row in limits if row and row[0].top > y]
        texts = [(sign, text_of(row).replace(" ", "")) for sign, row in limits if row]
        if texts and all(text for _, text in texts):
            behind = "".join(f"{sign}{x if len(x) == 1 else f'({x})'}" for sign, x in texts)
            taken = [base, *(word for _, row in limits for word in row)]
            right = max(w.right for w in taken if w is base or w.left > base.right - 1)
            whole = replace(base, text=base.text + behind, right=right - _SPACE * base.size)
            words = but(words, taken, whole if base.text in FENCES else on_axis(whole, y))
    return [on_axis(w, middle(w)) if w.text in _OPERATORS else w for w in words]


def _parts(bar: Bar, one: Word, other: Word) -> bool:
    """Whether a bar stands between two words."""
    above, below = sorted((middle(one), middle(other)))
    return above < bar[1] < below and bar[0] < (one.left + one.right) / 2 < bar[2]


def _neighbours(base: Word, words: Sequence[Word]) -> list[Word]:
    """The words that follow one another above, below or behind another."""
    found: list[Word] = []
    left, right = base.left, base.right
    if base.text in FENCES:
        left = right
    for word in sorted(words, key=lambda word: abs(word.left + word.right - left - right)):
        if max(left - word.right, word.left - right) < TOUCHING / 2 * base.size:
            found.append(word)
            left, right = min(left, word.left), max(right, word.right)
    return found
