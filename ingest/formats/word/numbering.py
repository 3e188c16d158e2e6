"""The numbers that Word puts before list items and headings, which its files only imply."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.formats.markup.tree import Element, local, value
from ingest.formats.word.styles import number

_LEVELS = 9
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered: its format, its text (``%1.%2``), its first number."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a document.

    Attributes:
        lists: the list that each id in use stands for; several ids may count one list on.
        levels: by list and depth.
        restarts: first numbers that an id states anew, by id and depth.
    """

    lists: Mapping[str, str]
    levels: Mapping[tuple[str, int], Level]
    restarts: Mapping[tuple[str, int], int]

    def level(self, list_id: str, depth: int) -> Level | None:
        """How a level is numbered; None if there is no such list."""
        return self.levels.get((self.lists.get(list_id, ""), depth))


class Counts:
    """How far each list of a document has been counted."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, list_id: str, depth: int) -> int:
        """The number of the next item at this depth; what is deeper starts anew."""
        level = self._numbering.level(list_id, depth) or Level()
        counts = self._of(list_id)
        first, before = level.start, counts[depth]
        if (list_id, depth) not in self._started and (list_id, depth) in self._numbering.restarts:
            first, before = self._numbering.restarts[list_id, depth], None
        self._started.add((list_id, depth))
        reached = first if before is None else before + 1
        counts[depth:] = [reached] + [None] * (_LEVELS - depth - 1)
        return reached

    def label(self, list_id: str, depth: int) -> str:
        """What stands before the item counted last, such as ``2.1`` or ``Question 3:``."""
        counts = self._of(list_id)

        def shown(match: re.Match[str]) -> str:
            level = self._numbering.level(list_id, int(match[1]) - 1) or Level()
            count = counts[int(match[1]) - 1]
            return _formatted(level.start if count is None else count, level.form)

        level = self._numbering.level(list_id, depth) or Level()
        return re.sub("%([1-9])", shown, level.text).strip()

    def _of(self, list_id: str) -> list[int | None]:
        name = self._numbering.lists.get(list_id, list_id)
        return self._counts.setdefault(name, [None] * _LEVELS)


def _formatted(count: int, form: str) -> str:
    if form.endswith("Letter"):
        text = chr(ord("a") + (count - 1) % 26) * min(1 + (count - 1) // 26, 9)
    elif form.endswith("Roman"):
        text, rest = "", min(count, 50)
        for worth, letters in _ROMAN:
            text, rest = text + letters * (rest // worth), rest % worth
    else:
        return str(count)
    return text.upper() if form.startswith("upper") else text


def read_numbering(root: Element | None) -> Numbering:
    """The lists of ``word/numbering.xml``."""
    lists: dict[str, str] = {}
    levels: dict[tuple[str, int], Level] = {}
    restarts: dict[tuple[str, int], int] = {}
    for element in () if root is None else root:
        for part in element:
            tag, list_id = local(part), value(element, "numId")
            if tag == "lvl":
                levels[value(element, "abstractNumId"), _depth(part)] = _level(part)
            elif tag == "abstractNumId":
                lists[list_id] = value(part)
            elif tag == "lvlOverride":
                starts = [number(value(x)) for x in part if local(x) == "startOverride"]
                restarts |= {(list_id, _depth(part)): start or 0 for start in starts}
    return Numbering(lists, levels, restarts)


def _depth(level: Element) -> int:
    return min(number(value(level, "ilvl")) or 0, _LEVELS - 1)


def _level(element: Element) -> Level:
    stated = {local(part): value(part) for part in element}
    start = number(stated.get("start", ""))
    return Level(
        stated.get("numFmt", "decimal"), stated.get("lvlText", ""), 1 if start is None else start
    )
