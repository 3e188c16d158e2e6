"""Questions in other languages than the one that questions are read in."""

import unicodedata
from collections.abc import Collection

from index.analyse import is_stop_word, words

IN_ENGLISH = "This does not look like English: ask it in English."

_ELSEWHERE = frozenset(
    """
    che como cosa das de del della der des e el es est et il ist la las le les los o para pour
    pourquoi que quel quelle qui sind sont un una und une warum wie
    """.split()  # noqa: SIM905
)
"""Small words of French, German, Italian, Portuguese and Spanish."""


def seems_foreign(question: str, missing: Collection[str]) -> bool:
    """Whether a question is clearly in another language than English.

    Most of its words are then small words of one, in another script, or in no passage; and those of
    the first two kinds are as many as its small English words, at least.

    Args:
        question: that is not answered.
        missing: its words that no passage holds.
    """
    said = words(question)
    foreign = [word for word in said if word in _ELSEWHERE or _is_in_another_script(word)]
    unknown = set(foreign).union(*map(words, missing))
    is_most = 2 * sum(word in unknown for word in said) > len(said)
    return is_most and len(foreign) >= max(1, sum(map(is_stop_word, said)))


def _is_in_another_script(word: str) -> bool:
    """Whether no letter is Latin; a single one may be a symbol (``θ``)."""
    return len(word) > 1 and not any(
        unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in word
    )
