"""Questions that ask what a term is, and the sentences that say it.

A passage that never names the term cannot say it. Such a question is short, and its neighbours in
meaning are many (``federated learning`` finds other kinds of learning), so that likeness alone
misleads.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.analyse import is_stop_word, terms, words
from index.types import Hit

_ASKS = re.compile(
    r"\W*(?:what(?:['’]?s| is| are)|define|explain|describe)\s+(?:an?\s+|the\s+)?"
    r"(?P<term>[^?.!,;:]+?)\s*[?.!]*\s*\Z",
    re.IGNORECASE,
)
_ASKS_IN_PASSING = re.compile(
    r"\W*(?:(?:please|pls|(?:can|could|would) (?:you|someone)(?: please)?)\s+)?"
    r"(?:what(?:['’]?s| is| are)|what (?:does|do|is meant by)|define|explain|describe|"
    r"tell me (?:about|what))\s+(?:exactly\s+)?(?:an?\s+|the\s+)?(?P<term>[^?.!,;:]+?)"
    r"(?:\s+(?:is|are|mean|stand for|(?:and|in|to|like|with|for)\s[^?.!]*)|,[^?.!]*)?"
    r"\s*[?.!]*\s*\Z",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:an?\s|the\s)?(?P<name>[^.;:!?()]{1,80}?)(?:\s\((?P<short>[^()]{1,40})\))?\s"
    r"(?:(?:means?|denotes?|refers? to)\b|(?:is|are)\s(?:"
    r"(?:an?|any|every|how|one|the|those|what|when|where)\s"
    r"(?!(?:bad|baseline|best|better|common|default|first|good|hardest|main|natural|optimal|poor|"
    r"right|safe|standard|strong|typical|useful|usual|weak|worst|wrong)\b)|"
    r"\w+(?:ing|ion|ity|ment|ness)\s|"
    r"\w+ed\s(?!(?:as|at|by|first|for|from|if|in|into|on|only|over|that|through|to|when|with|"
    r"\w+ly)\b)))",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s\b")
_NO_TERM = re.compile(r"\b(?:vs|versus)\b", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z]{2,6}(?=s?\Z)")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 4
_SHORT, _CUT, _LONG = 3, 5, 40
"""Letters from which a word is looked for joined or apart, from which it may be cut short, and up
to which either is done."""

_KIND = frozenset(
    """
    algorithm algorithms approach concept function idea mechanism mechanisms method methods metric
    phenomenon principle problem process score strategy technique techniques theory
    """.split()  # noqa: SIM905
)
"""What a term is one of: said along with it by some, left out by others."""


def term_asked_for(question: str) -> str:
    """The term that a question asks to be told what it is; empty for any other question.

    More than four words, or a stop word among them (``the purpose of dropout``), are no term.
    """
    asks = _ASKS.match(question)
    if not asks or _NO_TERM.search(asks["term"]):
        return ""
    said = _POSSESSIVE.sub("", asks["term"]).split()
    is_term = len(said) <= _MOST_WORDS and not any(map(is_stop_word, said))
    return " ".join(said) if is_term else ""


def term_explained(question: str) -> str:
    """The term whose meaning a question may be after, among other things; empty if there is none.

    More lenient than `term_asked_for`: for ``What is dropout and why does it help?`` too, and for
    a few keywords.
    """
    asks = _ASKS_IN_PASSING.match(question)
    term = asks["term"] if asks else question.strip(" ?.!")
    return term if len(term.split()) <= _MOST_WORDS else ""


def defines(sentence: str, term: str) -> bool:
    """Whether a sentence says what a term is: ``Retrieval-augmented generation (RAG) is the …``."""
    says = _SAYS.match(sentence)
    if not says or not term:
        return False
    names = [name for name in (says["name"], says["short"]) if name]
    return any(_is_same(_essence(name), _essence(term)) for name in names)


def is_named(term: str, hits: Sequence[Hit]) -> bool:
    """Whether a passage writes all words of a term, or the words that an acronym stands for."""
    said = _essence(term).split()
    acronym = _ACRONYM.match(term)
    for text in texts(hits):
        if is_written(term, text) or all(is_written(word, text) for word in said):
            return True
        if acronym:
            initials = "".join(word[0] for word in _WORD.findall(text))
            if acronym[0].lower() in initials.lower():
                return True
    return False


def texts(hits: Iterable[Hit]) -> list[str]:
    """What passages and their headings say."""
    return [" ".join([*hit.chunk.headings, hit.chunk.text]) for hit in hits]


def is_written(name: str, text: str) -> bool:
    """Whether a text holds the words of a name in any form.

    They may be joined or apart there (``tradeoff``, ``trade-off``) and written out further
    (``backprop``, ``backpropagation``).
    """
    if _terms_of(text).issuperset(terms(name)):
        return True
    letters = _letters(name)
    if not _SHORT <= len(letters) <= _LONG:
        return False
    ends = r"\w*" if len(letters) >= _CUT else "s?"
    spelt = r"[\s-]?".join(map(re.escape, letters))
    return bool(re.search(rf"\b{spelt}{ends}\b", text, re.IGNORECASE))


def _essence(term: str) -> str:
    """A term without what it is one of, unless that is all that it says."""
    return " ".join(word for word in term.split() if word.lower() not in _KIND) or term


def _is_same(one: str, other: str) -> bool:
    return set(terms(one)) == set(terms(other)) or _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(words(name))


@lru_cache(maxsize=256)
def _terms_of(text: str) -> frozenset[str]:
    return frozenset(terms(text))
