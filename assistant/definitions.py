"""Questions that ask what a term is: a passage that never names the term cannot say it.

Such a question is short, and its neighbours in meaning are many (``federated learning`` finds other
kinds of learning), so that likeness alone misleads.
"""

import re
from collections.abc import Sequence

from index.analyse import is_stop_word, terms
from index.types import Hit

_ASKS = re.compile(
    r"\W*(?:what(?:['’]?s| is| are)|define|explain|describe)\s+(?:an?\s+|the\s+)?"
    r"(?P<term>[^?.!,;:]+?)\s*[?.!]*\s*\Z",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s\b")
_NO_TERM = re.compile(r"\b(?:vs|versus)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z]{2,6}\Z")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 4


def term_asked_for(question: str) -> str:
    """The term that a question asks to be told what it is; empty for any other question.

    More than four words, or a stop word among them (``the purpose of dropout``), are no term.
    """
    asks = _ASKS.match(question)
    if not asks or _NO_TERM.search(asks["term"]):
        return ""
    words = _POSSESSIVE.sub("", asks["term"]).split()
    is_term = len(words) <= _MOST_WORDS and not any(map(is_stop_word, words))
    return " ".join(words) if is_term else ""


def is_named(term: str, hits: Sequence[Hit]) -> bool:
    """Whether a passage holds all words of a term, or the words that an acronym stands for."""
    wanted = set(terms(term))
    for hit in hits:
        text = " ".join([*hit.chunk.headings, hit.chunk.text])
        if wanted.issubset(terms(text)):
            return True
        if _ACRONYM.match(term):
            initials = "".join(word[0] for word in _WORD.findall(text))
            if term.lower() in initials.lower():
                return True
    return False
