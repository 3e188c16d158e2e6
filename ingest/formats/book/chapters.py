"""What a reader calls a place in a book: ``chapter 3, “Attention”``."""

import re
from dataclasses import dataclass

from ingest.formats.markup.sections import shortened

_NUMBERED = re.compile(
    r"(?:(?P<word>chapter|kapitel|chapitre|cap[íi]tulo|capitolo|hoofdstuk|глава)\s+)?"
    r"(?P<number>\d{1,3}|[IVXL]{1,6}\b)(?P<stop>\s*[.:)–—-]|\s|\Z)\s*(?P<title>.*)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?P<number>\d{1,3})\.\d")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Chapter:
    """The chapter that a file begins, or goes on with.

    Attributes:
        number: None where the book does not number it.
        level: of its heading, from 1.
        heading: as the book has it, with its number.
        title: without it.
    """

    number: int | None
    level: int
    heading: str
    title: str

    def label(self, heading: str) -> str:
        """What the section under a heading of this chapter is called."""
        own = heading == shortened(self.heading)
        if self.number is None:
            return f"“{heading}”" if own else f"“{shortened(self.heading)}”, section “{heading}”"
        shown = shortened(self.title) if own else heading
        return f"chapter {self.number}, “{shown}”" if shown else f"chapter {self.number}"


def chapter_of(heading: str, level: int, before: Chapter | None) -> Chapter:
    """The chapter of a file whose first heading this is.

    A number without the word for chapter counts only with a stop after it, or where it is the next
    one: a heading may begin with a number for other reasons. A file that begins with a heading
    below that of the numbered chapter before goes on with that chapter.
    """
    last = before.number if before and before.number is not None else None
    section = _SECTION.match(heading)
    if section:
        return Chapter(int(section["number"]), level, heading, heading)
    found = _NUMBERED.fullmatch(heading)
    if found:
        number = _value(found["number"])
        marked = found["word"] or found["stop"].strip() or not found["title"]
        is_next = found["number"].isdigit() and number == (last or 0) + 1
        if number is not None and (marked or is_next):
            return Chapter(number, level, heading, found["title"].strip())
    if before and last is not None and level > before.level:
        return before
    return Chapter(None, level, heading, heading)


def _value(number: str) -> int | None:
    """A number in digits or Roman letters."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)
