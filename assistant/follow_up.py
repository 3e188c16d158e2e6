"""A follow-up question to one that stands alone, from the turns before it."""

import re
from collections.abc import Sequence

from assistant.types import Turn

_SHORT = 4
_OPENS_LEANING = re.compile(
    r"\s*(?:and|but|or|so|also|no|sorry|then|ok|what about|how about|why\??$|why (?:not|so)|"
    r"give me|show me|more|it|that|this|they|those|these|which (?:one|of))\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:its?|they|them|theirs?|this|that|these|those|ones?|mine|both|either|neither|such|instead|"
    r"the (?:former|latter|two|others?|first|second|same|last|rest|part|group|formula))\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"\s*(?:no|sorry|not that)\b|.*\bi me(?:an|ant)\b", re.IGNORECASE)


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
    """Whether a question cannot be understood without the ones before it."""
    return bool(
        _OPENS_LEANING.match(question)
        or _POINTS_BACK.search(question)
        or len(question.split()) < _SHORT
    )
