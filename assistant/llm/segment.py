"""A streamed reply to the units that are checked one by one: sentences, headings, tables, code."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.llm.markers import Piece
from ingest.structure.sentences import sentence_spans

_LONGEST = 1000
"""Characters after which a sentence ends whatever it says, so that the cost stays linear."""

_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"[ \t]{0,8}(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+|\*\*[^*\n]{1,80}\*\*:?[ \t]*\Z")
_NO_PROSE = re.compile(r"\s{0,3}(?:\||#{1,6}[ \t]|```|~~~|\$\$\s*\Z)")
_WHOLE = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$|``.+?``|`[^`\n]+`|\[@[^\]\n]{0,200}\]")
_OPEN = re.compile(r"[`$]|\[@")
"""What is left of a line without formulas, code and reference marks if one of them goes on."""

_PARAGRAPH = "\n\n"
_BEHIND = 12
_AGAIN = 1.1
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]*_]*\s+\S")


class Shape(StrEnum):
    """What a unit is."""

    SENTENCE = "sentence"
    HEADING = "heading"
    TABLE = "table"
    CODE = "code"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of a reply.

    Attributes:
        text: without markers.
        sources: numbers that its markers name, each once.
        lead: what stands before it: a blank, or line ends with the mark of a list item.
    """

    text: str
    sources: tuple[int, ...]
    shape: Shape
    lead: str


class Segmenter:
    """Cuts pieces of a reply into segments as soon as each is complete.

    A sentence is complete when the next one begins, since markers may follow its full stop.
    """

    def __init__(self) -> None:
        self._line = ""
        self._marks: list[tuple[int, int]] = []
        self._searched = self._looks_at = 0
        self._lead = _PARAGRAPH
        self._block: list[str] = []
        self._cited: list[int] = []
        self._shape = Shape.SENTENCE
        self._fence = ""

    def feed(self, piece: Piece) -> Iterator[Segment]:
        """The segments that are complete with this piece of text or marker."""
        if isinstance(piece, tuple):
            self._marks += [(len(self._line), number) for number in piece]
            return
        first, *others = piece.split("\n")
        yield from self._grow(first)
        for text in others:
            yield from self._end_line()
            yield from self._grow(text)

    def close(self) -> Iterator[Segment]:
        """What is left when the reply has ended."""
        yield from self._end_line()
        yield from self._end_block()

    def _grow(self, text: str) -> Iterator[Segment]:
        """The line goes on; sentences that have ended in it are cut off, if it is prose."""
        self._line += text
        if not text or self._block or _NO_PROSE.match(self._line):
            return
        full = len(self._line) > _LONGEST
        if full or len(self._line) >= self._looks_at:
            ended = _SENTENCE_END.search(self._line, max(0, self._searched - _BEHIND))
            if ended and not _OPEN.search(_WHOLE.sub("", self._line)):
                yield from self._sentences(self._spans(), more=True)
                self._looks_at = int(_AGAIN * len(self._line))
                self._searched = len(self._line)
        while len(self._line) > _LONGEST:
            rest = (_LONGEST, len(self._line))
            yield from self._sentences([(0, _LONGEST), rest], more=True)
            self._searched = self._looks_at = 0

    def _end_line(self) -> Iterator[Segment]:
        line, shape = self._line, self._shape_of(self._line)
        if shape is not self._shape:
            yield from self._end_block()
        if shape in (Shape.SENTENCE, Shape.HEADING):
            yield from self._prose(line, shape)
        else:
            self._shape = shape
            self._block.append(line)
            self._cited += [number for _, number in self._marks]
            if self._closes(line):
                yield from self._end_block()
        self._line, self._marks = "", []
        self._searched = self._looks_at = 0

    def _prose(self, line: str, shape: Shape) -> Iterator[Segment]:
        """The rest of a line of prose."""
        if not line.strip():
            self._lead = _PARAGRAPH
            return
        whole = [(0, len(line.rstrip()))]
        yield from self._sentences(
            whole if shape is Shape.HEADING else self._spans(), more=False, shape=shape
        )
        self._lead = _PARAGRAPH if shape is Shape.HEADING else "\n"

    def _shape_of(self, line: str) -> Shape:
        """What a line belongs to, given the block that is open."""
        if self._fence or _FENCE.match(line):
            return Shape.CODE
        if self._shape is Shape.FORMULA or line.strip() == "$$":
            return Shape.FORMULA
        if line.lstrip().startswith("|"):
            return Shape.TABLE
        return Shape.HEADING if self._lead != " " and _HEADING.match(line) else Shape.SENTENCE

    def _closes(self, line: str) -> bool:
        """Whether a line ends the block that it belongs to; it may open one instead."""
        fence = _FENCE.match(line)
        if self._shape is Shape.CODE:
            opened, self._fence = self._fence, self._fence or (fence[1] if fence else "")
            return bool(opened and fence and fence[1].startswith(opened))
        return self._shape is Shape.FORMULA and len(self._block) > 1 and line.strip() == "$$"

    def _end_block(self) -> Iterator[Segment]:
        if self._block:
            cited = tuple(dict.fromkeys(self._cited))
            yield Segment("\n".join(self._block), cited, self._shape, _PARAGRAPH)
            self._lead = _PARAGRAPH
        self._block, self._cited, self._shape, self._fence = [], [], Shape.SENTENCE, ""

    def _spans(self) -> list[tuple[int, int]]:
        """The spans of the sentences in the line, the mark of a list item left out."""
        item = _ITEM.match(self._line) if self._lead != " " else None
        begin = item.end() if item else 0
        return [(start + begin, end + begin) for start, end in sentence_spans(self._line[begin:])]

    def _sentences(
        self, spans: list[tuple[int, int]], *, more: bool, shape: Shape = Shape.SENTENCE
    ) -> Iterator[Segment]:
        """Cuts the line's sentences off, but for the last one if it may go on.

        A marker belongs to the sentence that it stands in or behind.
        """
        starts = [start for start, _ in spans]
        owners = [max(0, bisect_left(starts, at) - 1) for at, _ in self._marks]
        done = spans[:-1] if more else spans
        for place, (start, end) in enumerate(done):
            cited = [n for owner, (_, n) in zip(owners, self._marks, strict=True) if owner == place]
            mark = self._line[:start].lstrip(" ") if place == 0 else ""
            lead = f"{self._lead}{mark}" if mark or self._lead != "\n" else " "
            yield Segment(self._line[start:end], tuple(dict.fromkeys(cited)), shape, lead)
            self._lead = " "
        if done:
            rest = spans[-1][0] if more else len(self._line)
            self._line = self._line[rest:]
            self._marks = [
                (at - rest, number)
                for owner, (at, number) in zip(owners, self._marks, strict=True)
                if owner >= len(done)
            ]
