"""Words that say the opposite of each other: ``rise`` and ``lower``, ``stable`` and ``unstable``.

The scales are listed in ``opposites.txt``; prefixes that negate a word need no list.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources

from assistant.support.words import stem

_NEGATING = ("un", "non", "ir", "il", "mis")
_SHORTEST = 4


@cache
def _scales() -> Mapping[str, Mapping[int, int]]:
    """Stem to its end (1 or -1) on each scale that it stands on, by number."""
    text = (resources.files("assistant.support") / "opposites.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for number, line in enumerate(lines):
        for end, words in zip((1, -1), line.split("|"), strict=True):
            for word in words.split():
                found[stem(word)][number] = end
    return found


def relation(left: str, right: str) -> int:
    """1 if two stems stand at the same end of a scale or are one, -1 at opposite ends, else 0."""
    if left == right:
        return 1
    ends, others = _scales().get(left, {}), _scales().get(right, {})
    products = [end * others[scale] for scale, end in ends.items() if scale in others]
    if products:
        return 1 if 1 in products else -1
    return -1 if _negates(left, right) or _negates(right, left) else 0


def _negates(longer: str, shorter: str) -> bool:
    """Whether a stem is another one behind a prefix that negates it; endings may differ."""
    return any(
        len(rest := longer.removeprefix(prefix)) >= _SHORTEST and shorter.startswith(rest)
        for prefix in _NEGATING
        if longer.startswith(prefix)
    )
