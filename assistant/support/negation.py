"""Which words of a text are negated."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.support.words import Word

_CUE = re.compile(
    r"(?:not|no|never|neither|nor|none|nobody|nothing|nowhere|without|cannot|lacks?|lacking|fail(?:s|ed)?|unable|non|instead)\Z|.*n['’]t\Z",
    re.IGNORECASE,
)
_REACH = 2
_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """What one negation reaches: where the words begin that it negates, the nearest first."""

    cue: str
    starts: tuple[int, ...]


def scopes(words: Sequence[Word]) -> list[Scope]:
    """The negations of a text, each over the next two words of its clause that say something.

    ``not only`` denies nothing; ``neither`` and ``nor`` reach one word each.
    """
    found = []
    for place, word in enumerate(words):
        following = words[place + 1 : place + _AHEAD]
        goes_on = bool(following) and following[0].lower in ("only", "just", "merely")
        if not _CUE.match(word.text) or goes_on:
            continue
        reach = 1 if word.lower in ("neither", "nor") else _REACH
        content = [w for w in following if w.content and not _CUE.match(w.text)]
        near = [w for w in content if w.clause == content[0].clause]
        found.append(Scope(word.text, tuple(w.start for w in near[:reach])))
    return found


def negated(words: Sequence[Word]) -> frozenset[int]:
    """Where the words begin that are negated an odd number of times."""
    odd: set[int] = set()
    for scope in scopes(words):
        odd ^= set(scope.starts)
    return frozenset(odd)
