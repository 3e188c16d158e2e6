"""A follow-up question to one that stands alone, from the turns before it."""

import re
from collections.abc import Sequence

from assistant.types import Turn
from index.analyse import is_stop_word, terms

_SHORT = 4
_OPENS_LEANING = re.compile(
    r"\s*(?:and|but|or|so|also|no|sorry|then|ok|what about|how about|why\??$|why (?:not|so)|"
    r"give me|show me|more|it|that|this|they|those|these|which (?:one|of))\b",
    re.IGNORECASE,
)
_OF_EARLIER = re.compile(
    r"\b(?:mine|(?:that|this) one|the (?:former|latter|others?|rest|"
    r"(?:first|second|third|last|other|same) (?:ones?|part|case|group|two)|"
    r"(?:first|second|third|same|two|formula|code)(?=\W*$)))\b",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:does|do|did|is|are|was|were|can|could|should|will|would|has|have|may|must)(?:n['’]?t)?"
)
_PRONOUN = r"(?:it|its|they|them|theirs?|this|that|these|those)"
_ASKS_OF_SUBJECT = re.compile(
    rf"\b{_AUXILIARY} (?:not )?(?:an? |the )?(?!{_PRONOUN}\b)(?P<subject>[\w-]+)", re.I
)
_POINTS_BACK = re.compile(
    rf"\b(?:{_AUXILIARY} (?:(?:all|both|each|one) of )?{_PRONOUN}|(?!that){_PRONOUN}|ones|"
    r"(?:of|for|to|than|like|with) that|such(?! as\b)|instead(?! of\b)|"
    r"both(?! [\w-]+(?: [\w-]+)? and\b)|either(?! [\w-]+(?: [\w-]+)? or\b)|"
    r"neither(?! [\w-]+ nor\b))\b",
    re.IGNORECASE,
)
_ADJECTIVE = (
    r"(?:an? |very |so |ever |always |still |really )*"
    r"(?!enough)[\w-]+ (?:to|that|for|if|when|whether)\b"
)
_EXPLETIVE = re.compile(
    rf"\bit (?:is|was|be|would be) (?:not )?{_ADJECTIVE}|"
    rf"\b(?:is|was|would|be)(?:n['’]?t)? it {_ADJECTIVE}|"
    r"\bdoes it (?:matter|help|hurt|make sense|pay)\b(?= (?:to|that|if|when|whether)\b)",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\s*(?:for|in|on|with|without|as|from|to|at|under|why the)\b", re.IGNORECASE)
_CORRECTS = re.compile(r"\s*(?:no|sorry|not that)\b|.*\bi me(?:an|ant)\b", re.IGNORECASE)
_ABOUT_ANYTHING = frozenset(
    terms(
        """
        advantage all alternative arent bad benefit best better big calculate cant case choose code
        compare comparison complexity compute cost data define derivation derive describe detail
        differ difference disadvantage doesnt dont drawback each effect equation estimate every
        example explain fast faster fix formula give good handle happen help hurt implement
        intuition isnt kind large less limitation many matter mean measure memory more much need
        numpy one people practice prevent problem proof purpose python reason role say show slow
        slower small step tell test there thing time two type use using wont work worse worst wrong
        way
        """
    )
)
"""Words that may be said of any subject."""

_SUBJECTS_OF_A_LONG_ONE = 6
_SUBJECTS_BEFORE = 2


def interpret(question: str, history: Sequence[Turn]) -> str:
    """The question as it is answered.

    A question that leans on earlier ones is put behind the last of them that stands alone, and
    behind the corrections made since (``no, I meant the other one``).
    """
    question = question.strip()
    context: list[str] = []
    if leans(question):
        for turn in reversed(history):
            before = turn.question.strip().rstrip("?.! ")
            stands = not leans(before)
            if stands or _CORRECTS.match(before):
                context.insert(0, before)
            if stands:
                break
        else:
            first = history[0].question.strip().rstrip("?.! ") if history else ""
            context[:0] = [first] if first and first not in context else []
    return ": ".join([*context, question])


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the ones before it.

    A pronoun behind words that name a subject is taken to mean that subject (``How does k-means
    choose its clusters?``).
    """
    if _CORRECTS.match(question) or _OF_EARLIER.search(question):
        return True
    if _OPENS_LEANING.match(question):
        return _subjects(question) < _SUBJECTS_OF_A_LONG_ONE
    if len(question.split()) < _SHORT:
        return not _subjects(question) or bool(_ADDS.match(question))
    said = _EXPLETIVE.sub(" ", question)
    pointing = _POINTS_BACK.search(said)
    if not pointing:
        return False
    before = said[: pointing.start()]
    named = _ASKS_OF_SUBJECT.search(before)
    return not (named and _subjects(named["subject"])) and _subjects(before) < _SUBJECTS_BEFORE


def _subjects(text: str) -> int:
    """How many words of a text name what it is about."""
    found = [word for word in text.split() if not is_stop_word(word)]
    return sum(term not in _ABOUT_ANYTHING for word in found for term in terms(word)[:1])
