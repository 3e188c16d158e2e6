"""Whether an answer holds a fact: phrases matched in words, small differences of form apart."""

import re
import unicodedata

from evals.types import Nugget

_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")
_MARK = r"[,\u00a0\u2009\u202f]"
_LIST = r"[\[{][^\[\]{}]*[\]}]|\((?:\s*\d+\s*,){2,}\s*\d+\s*\)"
_GROUPED = re.compile(
    rf"{_LIST}|(?<![\w.,])[1-9]\d{{0,2}}(?P<mark>{_MARK})\d{{3}}"
    rf"(?:(?P=mark)\d{{3}})*(?!{_MARK}?\d)"
)
"""A list in brackets, or a number whose thousands are grouped by commas or narrow blanks."""

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELT = {word: str(number) for number, word in enumerate(_NUMBERS)}
_SHORT = 3


def holds(nugget: Nugget, text: str) -> bool:
    """Whether any phrase of the nugget stands in `text`, word for word after `normalise`."""
    words = f" {normalise(text)} "
    return any(f" {normalise(phrase)} " in words for phrase in nugget.any_of)


def normalise(text: str) -> str:
    """Lower-case words without punctuation and Markdown, numbers in digits, plurals singular."""
    # First of all, since NFKC makes a plain blank of every other.
    joined = _GROUPED.sub(_joined, text)
    folded = unicodedata.normalize("NFKC", joined).lower()
    return " ".join(_word(word) for word in _WORD.findall(folded))


def _joined(found: re.Match[str]) -> str:
    """A number without the marks between its groups; a list as it is."""
    return re.sub(_MARK, "", found[0]) if found["mark"] else found[0]


def _word(word: str) -> str:
    if word in _SPELT:
        return _SPELT[word]
    if len(word) > _SHORT and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > _SHORT and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
