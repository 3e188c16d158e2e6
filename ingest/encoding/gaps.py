"""What an incomplete sequence of a wrong decoding was, as far as its surroundings tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from ingest.encoding.codepages import TRAILS, CodePage, length_of
from ingest.encoding.kinds import KINDS, LATIN, LETTERS, familiar, uncommon
from ingest.encoding.mojibake import GAIN
from ingest.encoding.oddity import oddity

_SOFT_HYPHEN = 0xAD
"""Defined in most code pages, and taken out of texts as often as if it were not."""

_SPACE = 0xA0
"""That of no break, which becomes an ordinary space as often as it is lost."""

_TELLING = {0xC3, 0xE2, 0xEF, 0xF0}
"""Leads of what is lost most: accented letters, punctuation and symbols, variations, emoji."""

_CONTRACTION = re.compile(r"(?:s|t|d|m|ll|re|ve)\b")
_JOINER, _VARIATION = "\u200d", "\ufe0f"


@dataclass(frozen=True, slots=True)
class Gap:
    """An incomplete sequence and what is around it.

    Attributes:
        left: the character before it, a space where there is none.
        seen: its bytes, None for those that U+FFFD stands for; empty if it is U+FFFD alone.
        text: its characters.
        right: a few characters after it.
        closing: the quotation mark that the paragraph waits for, or "".
        dropped: whether what stood right before it was dropped.
    """

    left: str
    seen: tuple[int | None, ...]
    text: str
    right: str
    closing: str
    dropped: bool

    @property
    def after(self) -> str:
        """The character after it, a space where there is none."""
        return self.right[:1] or " "


def answer(gap: Gap, page: CodePage | None) -> tuple[str, int] | None:
    """What the gap is to be replaced by, and how many characters after it that replaces too.

    Returns:
        None where nothing is missing; an empty string where it cannot be known what.
    """
    if page is None:
        return _by_surroundings(gap, "’”"), 0
    size = length_of(gap.seen[0] or 0)
    if len(gap.seen) == size and None not in gap.seen:
        return None
    options = _options(gap.seen, size, page) if _damaged(gap, size) else ""
    if gap.dropped and _VARIATION in options:
        return "", 0
    if char := _by_surroundings(gap, options):
        return char, 0
    return _spaced(gap, size, page) or ((_only(gap, options), 0) if options else None)


def _damaged(gap: Gap, size: int) -> bool:
    """Whether the gap can be nothing but an incomplete sequence."""
    if None in gap.seen:
        return True
    if gap.seen[0] not in _TELLING or len(gap.seen) < size - 2:
        return False
    if gap.dropped or oddity(gap.left + gap.text + gap.after) >= GAIN:
        return True
    around = {KINDS[gap.left][0], KINDS[gap.after][0]}
    inside = {KINDS[char][0] for char in gap.text} & LETTERS
    return len(gap.seen) > 1 and inside <= LATIN and around.isdisjoint(LETTERS)


def _by_surroundings(gap: Gap, options: str) -> str:
    """The mark among `options` that the surroundings ask for, or ""."""
    if _JOINER in options and KINDS[gap.left] in "*j" and KINDS[gap.after] == "*":
        return _JOINER
    if "’" in options and gap.left.isalpha() and _CONTRACTION.match(gap.right):
        return "’"
    ends = not gap.left.isspace() and not gap.after.isalnum()
    if ends and gap.closing and gap.closing in options:
        return gap.closing
    if "‐" in options and "’" not in options and gap.left.isalpha() and gap.after.isalpha():
        return "‐"
    return ""


def _spaced(gap: Gap, size: int, page: CodePage) -> tuple[str, int] | None:
    """The reading in which the space after the gap had been one that does not break."""
    if gap.after != " " or page.byte_of.get("\xa0") != _SPACE or len(gap.seen) != size - 1:
        return None
    char, then = _decoded([*gap.seen, _SPACE]), gap.right[1:2] or " "
    if char is None:
        return None
    if len(gap.seen) > 1:
        apart = then.isspace() or then in page.byte_of or KINDS[then] == "j"
        return (char, 1) if familiar(char) and apart else None
    if char not in "à\xa0" or KINDS[gap.left][0] not in "a _.0(-),":
        return None
    return char, int(char == "\xa0" or not then.isalnum())


def _only(gap: Gap, options: str) -> str:
    """The one option that makes sense, or ""."""
    if len(options.encode()) > 2 * len(options):
        likely = [char for char in options if familiar(char)]
    else:
        likely = [char for char in options if not uncommon(char)]
        if gap.left.isalpha():
            likely = [char for char in likely if char.islower() == gap.left.islower()]
    return likely[0] if len(likely) == 1 else ""


@cache
def _options(seen: tuple[int | None, ...], size: int, page: CodePage) -> str:
    """All characters that `seen` may be what is left of."""
    lost = tuple(byte for byte in page.undefined if byte in TRAILS)
    found: set[str] = set()
    for places in combinations(range(1, size), size - len(seen)):
        rest = iter(seen)
        row = [
            (*lost, _SOFT_HYPHEN) if place in places else _known(next(rest), lost)
            for place in range(size)
        ]
        found |= {char for sequence in product(*row) if (char := _decoded(sequence))}
    return "".join(sorted(found))


def _known(byte: int | None, lost: tuple[int, ...]) -> tuple[int, ...]:
    return lost if byte is None else (byte,)


def _decoded(sequence: Sequence[int | None]) -> str | None:
    """The character of a whole sequence of UTF-8; None if it is none, or never written."""
    try:
        char = bytes(byte or 0 for byte in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 and KINDS[char] != "!" else None
