"""Right-to-left text from the order in which it is seen to the order in which it is read."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

_Item = TypeVar("_Item")

FIRST_BACKWARDS = 0x590
"""Code points below it are read from left to right, or either way."""

_BRACKETS = re.compile(r"[()]([^()]*)[()]")


@lru_cache(maxsize=4096)
def direction(text: str) -> str:
    """``R`` for text mostly read from right to left, ``L`` for other letters and numbers."""
    if text.isascii():
        return "L" if any(character.isalnum() for character in text) else ""
    kinds = [unicodedata.bidirectional(character) for character in text]
    backwards = sum(kind in {"R", "AL"} for kind in kinds)
    if 2 * backwards > backwards + kinds.count("L"):
        return "R"
    return "L" if any(kind in {"L", "EN", "AN"} for kind in kinds) else ""


def logical_runs(
    seen: Sequence[_Item], text: Callable[[_Item], str], base: str
) -> list[list[_Item]]:
    """Items of one line, given from left to right, as runs in the order in which they are read.

    This is the Unicode bidirectional algorithm without its embeddings: numbers and foreign words
    inside right-to-left text run from left to right; what has no direction of its own goes with
    its neighbours where they agree, else with the line.

    Args:
        seen: the items.
        text: of an item.
        base: direction of the line, ``L`` or ``R``.
    """
    kinds = [direction(text(item)) for item in seen]
    before = _carried(kinds, base)
    after = _carried(kinds[::-1], base)[::-1]
    whole = [b if b == a else base for b, a in zip(before, after, strict=True)]
    runs = [
        [item for _, item in run]
        for _, run in groupby(zip(whole, seen, strict=True), key=lambda pair: pair[0])
    ]
    kinds = [kind for kind, _ in groupby(whole)]
    ordered = [run[::-1] if kind == "R" else run for kind, run in zip(kinds, runs, strict=True)]
    return ordered[::-1] if base == "R" else ordered


def _carried(kinds: Sequence[str], base: str) -> list[str]:
    """The directions, those that are empty replaced by the last one before them."""
    carried: list[str] = []
    for kind in kinds:
        carried.append(kind or (carried[-1] if carried else base))
    return carried


def facing(text: str) -> str:
    """A right-to-left text whose brackets open before they close, however they were encoded."""
    return _BRACKETS.sub(r"(\1)", text)
