"""Whether what a clause says is affirmed or denied, and where a sentence and its passages differ.

A clause is denied if an odd number of its words deny it: particles (``not``, ``hardly``), verbs
that deny what they govern (``fails to``), predicates (``is wrong``, ``is unable``, ``is useless``).
Only predicates: ``unseen examples`` denies nothing.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType

from assistant.support.words import Word

_CONTRACTED = re.compile(r".*n['’]t\Z", re.IGNORECASE)
_PREFIXED = re.compile(
    r"un(?!der|it|ion|til|iform|ivers|iqu|ify|ifi|less|like)\w{4,}\Z"
    r"|(?!regard|nonethe|neverthe)\w{3,}less\Z"
)
_IDIOMS = {
    "not": ("only", "just", "merely"),
    "no": ("matter", "doubt", "difference"),
    "nothing": ("but",),
}
_BOUNDS = frozenset(
    "more less fewer better worse above below beyond exceed exceeds over under".split()  # noqa: SIM905
)
_NEXT = 2


@cache
def _negators() -> Mapping[str, str]:
    """What kind of negator a word is."""
    text = (resources.files("assistant.support") / "negators.txt").read_text(encoding="utf-8")
    lines = (line.split(":") for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({word: kind for kind, words in lines for word in words.split()})


def denied(words: Sequence[Word]) -> frozenset[int]:
    """The clauses that are denied, by number.

    ``without``, ``unless``, ``instead of`` deny the clause that they open; ``not … without``,
    ``not … unless`` and ``not … until`` deny neither.
    """
    odd: Counter[int] = Counter()
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else None
        if _denies(words, place, following):
            odd[word.clause] += 1
        if following is None or not (_opens(words, place) or word.lower == "until"):
            continue
        if odd[word.clause] % 2 and word.lower in ("without", "unless", "except", "until"):
            odd[word.clause] -= 1
        elif word.lower != "until":
            odd[following.clause] += 1
    return frozenset(clause for clause, count in odd.items() if count % 2)


def is_negator(word: Word) -> bool:
    """Whether a word says no more than that something is not so."""
    return word.lower in _negators()


def _denies(words: Sequence[Word], place: int, following: Word | None) -> bool:
    word = words[place]
    kind = _negators().get(word.lower, "")
    if following and following.lower in _IDIOMS.get(word.lower, ()):
        return False
    if kind == "particle" and any(w.lower in _BOUNDS for w in words[place + 1 :][:_NEXT]):
        return False  # ``cannot exceed``, ``no more than``: a bound, which others call ``at most``
    if word.lower == "nor":
        clause = (other.lower for other in words[:place] if other.clause == word.clause)
        return not any(other in ("neither", "not", "no") for other in clause)
    if kind == "particle" or _CONTRACTED.match(word.text):
        return True
    qualifies = (
        following is not None
        and following.content
        and following.clause == word.clause
        and following.start - word.end == 1
    )
    if kind == "verb":
        return not (qualifies and word.lower.endswith("ed"))
    return not qualifies and (kind == "predicate" or bool(_PREFIXED.match(word.lower)))


def _opens(words: Sequence[Word], place: int) -> bool:
    """Whether a word opens a clause that it denies."""
    before = words[place - 1].lower if place else ""
    word = words[place].lower
    return _negators().get(word) == "ahead" or (before, word) in (
        ("rather", "than"),
        ("other", "than"),
        ("instead", "of"),
    )
