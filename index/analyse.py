"""Text to lexical terms: the tokeniser of BM25."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.variants import one_spelling

if TYPE_CHECKING:
    import Stemmer

ANALYSER = "words-3"
"""Names this tokeniser in an index's fingerprint; change it whenever any text gives other terms."""

_TERM = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:-[^\W_]++)+")
_NAME = re.compile(r"\b[^\W\d_]*[a-z]{3}[A-Z][^\W\d_]{2,}")
_SEAM = re.compile(r"(?<=[a-z]{3})(?=[A-Z])")
_ACRONYMS = re.compile(r"\b([A-Z]{2,})s\b")
_SMALL_ACRONYMS = re.compile(r"(api|[cgnt]pu|[cgr]nn|kpi|llm|lstm|mlp|okr|pdf|url)s\Z")
"""In the plural: ``LLMs``, ``llms``. The stemmer wants a vowel in what it leaves."""

_STOP_WORDS = frozenset(
    """
    a about an and any are as at be because been but by can could did do does for from had has have
    how i if in into is it its me my no not of on or our should so some such than that the their
    them then there these they this those to us was we were what when where which who why will with
    would you your
    """.split()  # noqa: SIM905
)


def terms(text: str) -> list[str]:
    """Lower-case, stemmed terms of a text in order, stop words left out (unless nothing else is).

    ``C++`` and ``C#`` stay terms of their own; accents are folded, and British and American
    spellings are one. Stemming is Porter's second algorithm (Snowball English).
    """
    found = words(text)
    return [_stem(word) for word in found if word not in _STOP_WORDS] or list(map(_stem, found))


def passage_terms(text: str) -> list[str]:
    """The terms of a passage, and those that its names are put together from.

    So ``flash attention`` finds ``FlashAttention``. A query has `terms` alone.
    """
    return terms(text) + [
        part for name in _NAME.findall(text) for part in terms(_SEAM.sub(" ", name))
    ]


def words(text: str) -> list[str]:
    """Lower-case words of a text in order, accents folded; acronyms in the singular."""
    folded = unicodedata.normalize("NFKD", _ACRONYMS.sub(r"\1", text).lower())
    return _TERM.findall("".join(c for c in folded if not unicodedata.combining(c)))


def compounds(text: str) -> list[str]:
    """The hyphenated words of a text in lower case, whole."""
    return _COMPOUND.findall(text.lower())


def is_stop_word(word: str) -> bool:
    """Whether a word says too little to be searched for."""
    return all(part in _STOP_WORDS for part in words(word))


@cache
def _stemmer() -> "Stemmer.Stemmer":
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    stemmed: str = _stemmer().stemWord(one_spelling(_SMALL_ACRONYMS.sub(r"\1", word)))
    return stemmed
