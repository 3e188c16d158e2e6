"""Spans of text that make more sense when their bytes are read as UTF-8."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ingest.encoding.codepages import TRAILS, CodePage, code_pages, length_of
from ingest.encoding.kinds import KINDS, LATIN, LETTERS, familiar
from ingest.encoding.oddity import PAIRS, oddity

GAIN = 2
"""By how much less odd a span must read before it is taken for damaged without further evidence."""

SLACK = 2
"""By how much odder a span may read and still be taken for damaged like all that is around it."""

_LONG = 400
"""Longer spans are undone as a whole or not at all: trying every part of them takes too long."""

_FIRST_OF_THREE = "\u0800"
"""From here on characters take three bytes or more."""

_PAIR = 2
"""Characters of the shortest sequence, which may well stand side by side by chance."""

_USUAL = 4
"""Code pages that damage so often that they are tried twice over."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters outside ASCII that follow one another, with their neighbours.

    Attributes:
        left: the character before them, a space where there is none.
        body: the characters themselves.
        right: the character after them, a space where there is none.
    """

    left: str
    body: str
    right: str

    @property
    def oddity(self) -> int:
        """How oddly the span reads as it stands."""
        return oddity(f"{self.left}{self.body}{self.right}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a span becomes when bytes of one code page in it are read as UTF-8.

    Attributes:
        page: the code page that the bytes had been read in.
        text: the span's body with the sequences decoded.
        gain: by how much less odd it reads, and what else speaks for it.
    """

    page: CodePage
    text: str
    gain: int


def pages_of(body: str) -> list[CodePage]:
    """The code pages in which some UTF-8 sequence may stand in `body`."""
    leads, trails = _masks()
    mask = 0
    for first, second in pairwise(body):
        mask |= leads.get(first, 0) & trails.get(second, 0)
    return [page for bit, page in enumerate(code_pages()) if mask >> bit & 1]


@cache
def suspect() -> re.Pattern[str]:
    """Matches where in any code page a UTF-8 sequence may begin."""
    leads, trails = _masks()
    return re.compile(f"[{re.escape(''.join(leads))}][{re.escape(''.join(trails))}]")


@cache
def _masks() -> tuple[dict[str, int], dict[str, int]]:
    """For each character, as bits, the code pages where it leads a sequence, or continues one."""
    leads: dict[str, int] = {}
    trails: dict[str, int] = {}
    for bit, page in enumerate(code_pages()):
        for char, byte in page.byte_of.items():
            if length_of(byte):
                leads[char] = leads.get(char, 0) | 1 << bit
            elif byte in TRAILS:
                trails[char] = trails.get(char, 0) | 1 << bit
    return leads, trails


def whole_as(span: Span, page: CodePage) -> Reading | None:
    """The reading of `span` with all of it decoded; None if that makes no sense."""
    text = page.undo(span.body)
    if text is None:
        return None
    odd = oddity(span.left + text + span.right)
    if odd and suspect().search(text):
        # A layer of damage may read less oddly than the one below it: what counts is the bottom.
        below = (page.undo(text) for page in code_pages()[:_USUAL])
        odd = min([odd, *(oddity(span.left + inner + span.right) for inner in below if inner)])
    gain = span.oddity - odd
    gain += sum(char >= _FIRST_OF_THREE and familiar(char) for char in text)
    return Reading(page, text, gain) if gain >= -SLACK else None


def read_as(span: Span, page: CodePage) -> Reading | None:
    """The least odd reading of `span` with sequences of `page` decoded; None if it has none.

    Of equally odd readings it is the one with most sequences decoded.
    """
    if len(span.body) > _LONG:
        return whole_as(span, page)
    # Least cost over all ways to decode or keep; for each place, by the last character written:
    # the cost, minus the number of sequences, the text.
    body, size = span.body, len(span.body)
    states: list[dict[str, tuple[int, int, str]]] = [{} for _ in range(size + 1)]
    states[0][span.left] = (0, 0, "")
    for start in range(size):
        steps = [(body[start], start + 1, 0, 0)]
        if decoded := _sequence(body, start, page):
            end = start + length_of(page.byte_of[body[start]])
            steps.append((decoded, end, 1, _coincidence(span, start, end, decoded)))
        for last, (score, count, text) in states[start].items():
            for char, end, decodes, worth in steps:
                cost = score + PAIRS[KINDS[last], KINDS[char]] - worth
                rival = states[end].get(char)
                if rival is None or (cost, count - decodes) < rival[:2]:
                    states[end][char] = (cost, count - decodes, text + char)
    ends = [
        (score + PAIRS[KINDS[last], KINDS[span.right]], count, text)
        for last, (score, count, text) in states[size].items()
    ]
    score, count, text = min(ends)
    return Reading(page, text, span.oddity - score) if count else None


def _sequence(body: str, start: int, page: CodePage) -> str | None:
    """The character whose UTF-8 bytes stand at `start`; None if there is none."""
    lead = page.byte_of.get(body[start], 0)
    size = length_of(lead)
    if not size or start + size > len(body):
        return None
    try:
        rest = [page.byte_of[char] for char in body[start + 1 : start + size]]
        return bytes([lead, *rest]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None


def _coincidence(span: Span, start: int, end: int, decoded: str) -> int:
    """How unlikely it is that these characters spell `decoded` by chance.

    Three or four characters that spell a well-known symbol rarely do so by chance, least of all
    where they are a word to themselves with a Latin letter in it.
    """
    length = end - start
    if length == _PAIR or not familiar(decoded):
        return 0
    around = {KINDS[(span.left + span.body)[start]][0], KINDS[(span.body + span.right)[end]][0]}
    letters = {KINDS[char][0] for char in span.body[start:end]} & LETTERS
    if letters <= LATIN and around.isdisjoint(LETTERS):
        return 2
    return length - _PAIR
