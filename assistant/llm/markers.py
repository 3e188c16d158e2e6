"""Citation markers taken out of streamed text: ``[1]``, ``[1, 2]``, ``[1-3]``, ``【1】``.

Linear in the length of the text: every character is looked at a fixed number of times, since what
is held back for being half a marker is never longer than `_LONGEST`, nor half a formula than a
formula may be.
"""

import re
from collections.abc import Generator, Iterator

from assistant.llm.formulas import BEGUN, FORMULA, OPENING

_LONGEST = 60
_NUMBERS = r"[ \t]*\d{1,12}(?:[ \t]*[-–,;][ \t]*\d{1,12})*[ \t]*"
_MARKER = re.compile(
    rf"[ \t]?(?:\[(?=[^\[\]\n]{{1,45}}\])\^?(?:sources?[ \t]?)?({_NUMBERS})\](?!\()"
    rf"|【(?=[^【】\n]{{1,45}}】)({_NUMBERS})(?:†[^】\n]*)?】)",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"[ \t]?(?:\\?\[[^\[\]\n]{0,45}\]?|【[^【】\n]{0,45}|`{1,40}|~{1,40}|\\?\${0,40})\Z"
)
_CUT_OFF = re.compile(r"[ \t]?[\[【]\^?(?:sources?\s?)?\s{0,2}\d[\d\s,;†–-]*\Z", re.IGNORECASE)
_OPENING = re.compile(rf"(?P<code>`{{1,40}}|~{{3,40}})|{OPENING.pattern}")
_CODE_END = re.compile(r"`+|~+|\n")
_BLOCK = 3
"""Marks that open code which goes on over lines; fewer open code within one."""

_INTERVAL = re.compile(r"(?<!\d)0+[ \t]*[-–,;]|[-–,;][ \t]*0+(?!\d)")
"""Sources are counted from 1, so that several numbers with a zero among them name none."""

_PART = re.compile(r"\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?")

Piece = str | tuple[int, ...]


class Markers:
    """Takes the markers out of a text that comes in pieces; code and formulas are left as they are.

    Args:
        sources: number of the last source; markers that point beyond it are dropped.
    """

    def __init__(self, sources: int) -> None:
        self._sources = sources
        self._held = ""
        self._fence = ""

    def feed(self, text: str) -> Iterator[Piece]:
        """What is certain by now: text without markers, and the numbers of each marker."""
        text = self._held + text
        half = _HALF.search(text, max(0, len(text) - _LONGEST))
        certain = yield from self._pieces(text, half.start() if half else len(text), more=True)
        self._held = text[certain:]

    def close(self) -> Iterator[Piece]:
        """What was held back, unless it is a marker that was cut off."""
        text, self._held = _CUT_OFF.sub("", self._held), ""
        yield from self._pieces(text, len(text), more=False)

    def _pieces(self, text: str, end: int, *, more: bool) -> Generator[Piece, None, int]:
        """Splits text that ends in no half marker into prose, with its markers, code and formulas.

        Returns:
            How far it came: a formula that may go on, if there is more to come, is left.
        """
        start = at = 0
        while at < end:
            if self._fence:
                at = self._code_end(text, start, end)
                yield text[start:at]
                start = at
                continue
            opening = _OPENING.search(text, at, end)
            if not opening:
                break
            at = opening.end()
            if opening["code"]:
                yield from self._prose(text[start:at])
                start, self._fence = at, opening.group()
                continue
            formula = FORMULA.match(text, opening.start(), end)
            if more and (
                formula.end() == end if formula else BEGUN.match(text, opening.start(), end)
            ):
                end = opening.start()
            elif formula:
                yield from self._prose(text[start : opening.start()])
                yield formula.group()
                start = at = formula.end()
        yield from self._prose(text[start:end])
        return end

    def _code_end(self, text: str, start: int, end: int) -> int:
        """Where the code ends that is open at `start`; it stays open if it does not."""
        within_line = len(self._fence) < _BLOCK
        for match in _CODE_END.finditer(text, start, end):
            if match.group() == self._fence or (within_line and match.group() == "\n"):
                self._fence = ""
                return match.end()
        return end

    def _prose(self, text: str) -> Iterator[Piece]:
        start = 0
        for match in _MARKER.finditer(text):
            listed = match[1] or match[2]
            if _INTERVAL.search(listed):
                continue
            if match.start() > start:
                yield text[start : match.start()]
            if numbers := self._pointed(listed):
                yield numbers
            start = match.end()
        if start < len(text):
            yield text[start:]

    def _pointed(self, listed: str) -> tuple[int, ...]:
        """The sources that a marker names, each once and in order; none beyond the last."""
        found: dict[int, None] = {}
        for part in _PART.finditer(listed):
            first, last = int(part[1]), int(part[2] or part[1])
            found |= dict.fromkeys(range(max(first, 1), min(last, self._sources) + 1))
        return tuple(found)
