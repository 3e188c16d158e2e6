"""Whether an answer holds a fact: phrases matched in words, small differences of form apart."""

import re
import unicodedata

from evals.types import Nugget

_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d)[,\u202f\u00a0 ](?=\d{3}\b)")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELT = {word: str(number) for number, word in enumerate(_NUMBERS)}
_SHORT = 3


def holds(nugget: Nugget, text: str) -> bool:
    """Whether any phrase of the nugget stands in `text`, word for word after `normalise`."""
    words = f" {normalise(text)} "
    return any(f" {normalise(phrase)} " in words for phrase in nugget.any_of)


def normalise(text: str) -> str:
    """Lower-case words without punctuation and Markdown, numbers in digits, plurals singular."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return " ".join(_word(word) for word in _WORD.findall(_GROUPED.sub("", folded)))


def _word(word: str) -> str:
    if word in _SPELT:
        return _SPELT[word]
    if len(word) > _SHORT and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > _SHORT and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
