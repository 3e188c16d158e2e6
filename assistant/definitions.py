"""Questions that ask what a term is, and the sentences that say it.

A passage that never names the term cannot say it. Such a question is short, and its neighbours in
meaning are many (``federated learning`` finds other kinds of learning), so that likeness alone
misleads.
"""

import re
from collections.abc import Sequence

from assistant.naming import is_kind, is_same
from index.analyse import is_stop_word

_ASKS = re.compile(
    r"\W*(?:so\s+)?(?:what(?:['’]?s| is| are)|define|explain|describe)\s+(?:an?\s+|the\s+)?"
    r"(?P<term>[^?.!,;:]+?)\s*[?.!]*\s*\Z",
    re.IGNORECASE,
)
_ASKS_IN_PASSING = re.compile(
    r"\W*(?:(?:so|please|pls|(?:can|could|would) (?:you|someone)(?: please)?)\s+)?"
    r"(?:what(?:['’]?s| is| are)|what (?:does|do|is meant by)|define|explain|describe|"
    r"tell me (?:about|what))\s+(?:exactly\s+)?(?:an?\s+|the\s+)?(?P<term>[^?.!,;:]+?)"
    r"(?:\s+(?:is|are|mean|stand for|(?:and|in|to|like|with|for)\s[^?.!]*)|,[^?.!]*)?"
    r"\s*[?.!]*\s*\Z",
    re.IGNORECASE,
)
DEFINITION, DESCRIPTION = 2, 1
"""How far a sentence says what a term is."""

_SUBJECT = (
    r"(?:an?\s|the\s)?(?P<name>[^.;:!?()]{1,80}?)"
    r"(?:\s\((?P<short>[^()]{1,40})\)(?:\s(?P<kind>\w+))??)?"
)
_SAYS = re.compile(
    _SUBJECT + r"(?:\s?[:–—]\s|\s(?:means?|denotes?|refers? to)\b|\s(?:is|are)\s(?:"
    r"(?:an?|any|every|how|one|the|those|what|when|where)\s"
    r"(?!(?:bad|baseline|best|better|common|default|first|good|hardest|main|natural|optimal|poor|"
    r"right|safe|standard|strong|typical|useful|usual|weak|worst|wrong)\b)|"
    r"\w+(?:ing|ion|ity|ment|ness)\s|"
    r"\w+ed\s(?!(?:after|as|at|because|before|by|first|for|from|if|in|into|on|once|only|over|so|than|"
    r"that|through|to|under|until|when|where|which|with|without|\w+ly)\b)))",
    re.IGNORECASE,
)
_DOES = re.compile(
    _SUBJECT + r"\s(?!(?:always|as|does|has|is|plus|this|thus|versus|vs|was)\b)[a-z]+s\s"
    r"(?!\(|(?:are|can|do|fail|have|is|matter|may|must|should|suit|were|will)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",\s(?:and|whereas|while)\s")
_BRACKETS = re.compile(r"\s\(([^()]*)\)")
_POSSESSIVE = re.compile(r"['’]s\b")
_FORM = re.compile(r"\s(?:definition|equation|formula|meaning)\Z", re.IGNORECASE)
_NO_TERM = re.compile(r"\b(?:vs|versus)\b", re.IGNORECASE)
_MOST_WORDS = 4
_LONGEST = 200
"""Letters of a question or heading that may be after a term; what is longer says more."""


def term_asked_for(question: str) -> str:
    """The term that a question asks to be told what it is; empty for any other question.

    More than four words, or a stop word among them (``the purpose of dropout``), are no term.
    """
    question = " ".join(question.split())
    asks = _ASKS.match(question) if len(question) <= _LONGEST else None
    if not asks or _NO_TERM.search(asks["term"]):
        return ""
    said = _POSSESSIVE.sub("", _FORM.sub("", asks["term"])).split()
    return " ".join(said) if _is_term(said) else ""


def asks_for_definition(question: str) -> bool:
    """Whether a question asks what something is, and nothing else, whatever that is called."""
    return len(question) <= _LONGEST and bool(_ASKS.match(" ".join(question.split())))


def least_said(question: str) -> int:
    """How far a sentence must say what a term is to be an answer by that alone; 0 if none can be.

    For a term without a word on what is asked about it, it is enough to say what that does.
    """
    if asks_for_definition(question):
        return DEFINITION
    return DESCRIPTION if len(question) <= _LONGEST and _is_term(question.split()) else 0


def term_explained(question: str) -> str:
    """The term whose meaning a question may be after, among other things; empty if there is none.

    More lenient than `term_asked_for`: for ``What is dropout and why does it help?`` too, and for
    a few keywords.
    """
    question = " ".join(question.split())
    if len(question) > _LONGEST:
        return ""
    asks = _ASKS_IN_PASSING.match(question)
    term = asks["term"] if asks else question.strip(" ?.!")
    says = not all(map(is_stop_word, term.split()))
    return term if says and len(term.split()) <= _MOST_WORDS else ""


def defines(sentence: str, term: str) -> int:
    """How far a sentence says what a term is.

    Returns:
        `DEFINITION` for ``Recall is the …``, ``**Recall**: the …``, also as the second half of a
        sentence; `DESCRIPTION` if it begins with what the term does: ``QLoRA keeps …``; else 0.
    """
    if not term:
        return 0
    said = sentence.replace("*", "")
    begins = [0, *(clause.end() for clause in _CLAUSE.finditer(said))]
    if any(_names(_SAYS.match(said, begin), term) for begin in begins):
        return DEFINITION
    return DESCRIPTION if _names(_DOES.match(said), term) else 0


def is_headed(heading: str, term: str) -> bool:
    """Whether a heading is a term, or asks what that is, first of all (``What is HNSW, and …``)."""
    heading = " ".join(heading.split())
    if len(heading) > _LONGEST:
        return False
    asks = _ASKS_IN_PASSING.match(heading)
    said = asks["term"] if asks else heading
    names = [_BRACKETS.sub("", said), *_BRACKETS.findall(said)]
    return any(is_same(name, term) for name in names)


def _is_term(said: Sequence[str]) -> bool:
    return len(said) <= _MOST_WORDS and not any(map(is_stop_word, said))


def _names(found: re.Match[str] | None, term: str) -> bool:
    if found is None or (found["kind"] and not is_kind(found["kind"])):
        return False
    name, short = found["name"], found["short"]
    # Of ``the residual of a principal component analysis (PCA)``, no more than its end is PCA.
    is_whole = bool(short) and not (short.isupper() and short[0] != name[0].upper())
    most = len(term.split()) + 1
    names = [name, short] if is_whole else [name]
    return any(len(each.split()) <= most and is_same(each, term) for each in names)
