"""Where one line ends and the next begins: hyphens mended, spaces put where there are words."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_HYPHENATED = re.compile(r"(?<=[^\W_])[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_UNSPACED = re.compile(r"[\u1100-\u11ff\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\uff00-\uffef]")
"""Scripts that are written without spaces."""

_LONGEST = 80
"""Characters of a word that is looked up, hyphens and all."""

_SOFT = "\u00ad"


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words that stand whole in some line, in lower case."""
    words: set[str] = set()
    for line in lines:
        found = _WORD.findall(line.casefold())
        words.update(found[:-1] if _HYPHENATED.search(line) else found)
    return frozenset(words)


def sewn(lines: Sequence[str], words: frozenset[str]) -> list[str]:
    """The lines as pieces that, put together, read on: each with what parts it from the next.

    A hyphen at a line's end goes, unless the document has the word with a hyphen elsewhere, or it
    is one of several: ``inter-national`` is mended, ``state-of-the-art`` stays.
    """
    pieces = [_sewn(line, after, words) for line, after in pairwise(lines)]
    return [*pieces, lines[-1].rstrip(_SOFT)] if lines else []


def _sewn(line: str, after: str, words: frozenset[str]) -> str:
    if line.endswith(_SOFT):
        return line.rstrip(_SOFT)
    if _HYPHENATED.search(line):
        return line if _keeps_hyphen(line[:-1], after, words) else line[:-1]
    if _UNSPACED.match(line[-1:]) and _UNSPACED.match(after):
        return line
    return line if line.endswith("—") and not line.endswith(" —") else f"{line} "


def _keeps_hyphen(line: str, after: str, words: frozenset[str]) -> bool:
    head, tail = _LAST.search(line[-_LONGEST:]), _WORD.match(after[:_LONGEST])
    if not head or not tail or not after[0].islower():
        return True
    first, second = head[0].casefold(), tail[0].casefold()
    if f"{first}{second}" in words:
        return False
    return "-" in first or "-" in second or f"{first}-{second}" in words
