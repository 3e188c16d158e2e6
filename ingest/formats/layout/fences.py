"""Brackets around several rows, which no line of text has room for."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.layout.terms import FENCES, MOST, SMALL, as_one, but, is_tall, middle, on_axis
from ingest.formats.layout.types import Word

MARK = "[formula]"
"""In place of a formula that cannot be read."""

_OPENING = frozenset("([{|‖⌊⌈⟨")

_OPEN, _LONGEST = 6.0, 20.0
"""Ems beside a brace that none closes that are looked at, and from one bracket to the next."""

_OFF, _APART = 0.35, 1.3
"""Ems from the middle of a bracket that put a word in a row of its own; between two formulas."""

_PROSE = re.compile(r"[^\W\d_]{4,}")


def with_whole_fences(words: Sequence[Word]) -> list[Word]:
    """The words, brackets that are put together from pieces made one."""
    found: list[Word] = []
    for word in words:
        last = found[-1] if found else word
        fence = word.text in FENCES and word.text == last.text and last is not word
        if fence and abs(word.left - last.left) < 1 and word.top < last.bottom + 0.2 * word.size:
            found[-1] = replace(last, bottom=max(word.bottom, last.bottom))
        else:
            found.append(word)
    return found


def without_stacks(words: list[Word]) -> list[Word]:
    """The words, formulas left out that have several rows within tall brackets."""
    fences = [word for word in words if word.font.extensible and word.text[:1] in FENCES]
    level = [on_axis(w, middle(w)) if is_tall(w) else w for w in words]
    for fence in fences[:MOST]:
        inside = _within_fence(fence, fences, level)
        rows = [word for word in inside if word.size > SMALL * fence.size] or inside
        if any(abs(middle(word) - middle(fence)) > _OFF * word.size for word in rows):
            level = _marked(fence, rows, level)
    return level


def _within_fence(fence: Word, fences: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """The words between a bracket and the next one; beside a brace, if none closes it."""
    if fence.text[:1] not in _OPENING:
        return []
    ends = [
        other.left - fence.right
        for other in fences
        if other.left > fence.right and abs(middle(other) - middle(fence)) < fence.size
    ]
    reach = min(ends, default=_LONGEST * fence.size)
    if reach >= _LONGEST * fence.size:
        reach = _OPEN * fence.size if fence.text == "{" else 0
    return [
        word
        for word in words
        if fence.top - 1 < middle(word) < fence.bottom + 1
        and fence.right - 1 < word.left < fence.right + reach
        and word.text[:1] not in FENCES
    ]


def _marked(fence: Word, rows: Sequence[Word], words: list[Word]) -> list[Word]:
    """The words, those level with any part of a tall bracket and near it left out."""
    ids = {id(word) for word in rows}
    near = [w for w in words if fence.top - 1 < middle(w) < fence.bottom + 1]
    found: list[Word] = []
    left, right = fence.left, max(word.right for word in rows)
    for word in sorted(near, key=lambda word: max(word.left - right, left - word.right)):
        inside = id(word) in ids or word.font.extensible
        inside = inside or (is_tall(fence) and not _PROSE.search(word.text.replace(MARK, "")))
        if inside and max(word.left - right, left - word.right) < _APART * fence.size:
            found.append(word)
            left, right = min(left, word.left), max(right, word.right)
    return but(words, found, as_one(found, MARK, middle(fence), fence.size)) if found else words
