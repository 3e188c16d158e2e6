"""Sequences of a wrong decoding of which a byte is gone: restored where only one reading fits.

Decoders drop the bytes that a code page leaves undefined, or put U+FFFD in their place. The last
byte of a closing quotation mark is one of them in Windows-1252, so it is lost most often of all;
it can be told by its opening mark. Of an emoji the lost byte mostly leaves several to choose
from, and a wrong picture is worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.encoding.codepages import TRAILS, CodePage, code_pages, length_of
from ingest.encoding.gaps import Gap, answer
from ingest.encoding.kinds import KINDS

_GONE = "\ufffd"
_CLOSING = {"“": "”", "„": "“", "«": "»"}
_MARKS = "".join(_CLOSING.keys() | set(_CLOSING.values()))

_COMMON = 9
"""Code pages, the commonest, that are known by their traces even where no run of them is whole."""

_BEGINNINGS = ((0xE2, 0x80), (0xF0, 0x9F))
"""The first bytes of general punctuation, and of emoji."""

_AHEAD = 3
"""Characters after a gap that are enough to tell a contraction."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A text after its incomplete sequences are gone.

    Attributes:
        text: the text.
        runs: how many sequences were restored.
        dropped: the line, from 1, of each sequence that could not be.
    """

    text: str
    runs: int
    dropped: tuple[int, ...]


def restore(text: str, pages: Sequence[CodePage]) -> Restored:
    """Restores or drops the incomplete sequences that `pages` left in `text`, and every U+FFFD."""
    runs = 0
    dropped: list[int] = []
    traced = [page for page in code_pages()[:_COMMON] if any(map(text.count, _traces(page)))]
    lossy = [page for page in dict.fromkeys((*pages, *traced)) if page.undefined]
    for page in (*lossy, None) if _GONE in text else lossy:
        result = _restore(text, page)
        text, runs, dropped = result.text, runs + result.runs, [*dropped, *result.dropped]
    return Restored(text, runs, tuple(sorted(dropped)))


def _traces(page: CodePage) -> Iterator[str]:
    """How quotation marks and emoji begin in `page`."""
    chars = {byte: char for char, byte in page.byte_of.items()}
    return (chars[lead] + chars[trail] for lead, trail in _BEGINNINGS)


def _restore(text: str, page: CodePage | None) -> Restored:
    """`restore` for one code page; for None, of U+FFFD that is part of no sequence."""
    pieces = [" "]
    dropped: list[int] = []
    runs, reached, line, closing, last = 0, 0, 1, "", -1
    for match in _pattern(page).finditer(text):
        found, start = match[0], match.start()
        if found.isspace() or found in _MARKS:
            closing = _after(found, closing)
            continue
        if page and _senseless(found, page):
            found = found[:-1]
        line += text.count("\n", reached, start)
        pieces.append(text[reached:start])
        reached, end = start, start + len(found)
        left = (text[start - 1 : start] if pieces[-1] else pieces[-2][-1:]) or " "
        seen = tuple(page.byte_of.get(char) for char in found) if page else ()
        gap = Gap(left, seen, found, text[end : end + _AHEAD], closing, last == start)
        if (answered := answer(gap, page)) is None:
            continue
        char, taken = answered
        reached = end + taken
        if char:
            pieces.append(char)
            runs, closing = runs + 1, _after(char, closing)
            continue
        dropped += [] if gap.dropped else [line]
        reached += left.isspace() and text.startswith(" ", reached)
        last = reached
    return Restored("".join([*pieces[1:], text[reached:]]), runs, tuple(dropped))


def _after(mark: str, closing: str) -> str:
    """The quotation mark that a paragraph waits for after `mark`, if before it was `closing`."""
    return "" if mark.isspace() or mark == closing else _CLOSING.get(mark, closing)


@cache
def _pattern(page: CodePage | None) -> re.Pattern[str]:
    """Matches quotation marks, ends of paragraphs and what may be an incomplete sequence."""
    common = f"[{_MARKS}]|\\n\\s*\\n"
    if page is None:
        return re.compile(f"{common}|{_GONE}")
    chars: dict[int, str] = {}
    for char, byte in page.byte_of.items():
        size = 1 if byte in TRAILS else length_of(byte)
        chars[size] = chars.get(size, "") + re.escape(char)
    trail = f"[{chars[1]}{_GONE}]"
    sequences = (f"[{chars[size]}]{trail}{{0,{size - 1}}}" for size in (4, 3, 2))
    return re.compile("|".join([*sequences, common]))


def _senseless(found: str, page: CodePage) -> bool:
    """Whether `found` is a whole sequence, but of nothing that is ever written."""
    text = page.undo(found)
    return text is not None and len(found) > 1 and KINDS[text] == "!"
