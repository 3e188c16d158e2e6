"""The encoder's window: how much of it a text takes."""

from collections.abc import Callable

Count = Callable[[str], int]
"""Word pieces of a text, special tokens left out; white space between two texts counts nothing."""

_CHARACTERS = 20
"""Most characters that count as one piece; an encoder may take a long blob or blanks for none."""


def size_of(text: str, count: Count, limit: int) -> int:
    """Word pieces of a text; more than `limit` where it is far too long to be counted at all."""
    least = len(text) // _CHARACTERS
    return least if least > limit else max(count(text), least, bool(text.strip()))


def heading_line(headings: tuple[str, ...], count: Count, limit: int) -> str:
    """The heading path in one line, outer headings dropped until it takes half the window."""
    for first in range(len(headings)):
        line = " > ".join(headings[first:])
        if count(line) <= limit // 2:
            return line
    return ""


class Window:
    """Measures the passages of one text; what comes back often is counted once.

    Args:
        text: of the document.
        count: word pieces of a text.
        limit: most word pieces of an embedded text.
    """

    def __init__(self, text: str, count: Count, limit: int) -> None:
        self.text = text
        self.count = count
        self.limit = limit
        self._paths: dict[tuple[str, ...], int] = {(): 0}

    def room(self, headings: tuple[str, ...]) -> int:
        """Word pieces that a heading path leaves."""
        if headings not in self._paths:
            line = heading_line(headings, self.count, self.limit)
            self._paths[headings] = self.count(line)
        return self.limit - self._paths[headings]

    def size(self, start: int, end: int) -> int:
        """Word pieces of a part of the text."""
        return size_of(self.text[start:end], self.count, self.limit) if start < end else 0
