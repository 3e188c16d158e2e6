"""A follow-up question to one that stands alone, from the turns before it."""

import re
from collections.abc import Sequence

from assistant.types import Turn

_SHORT = 4
_LEANS = re.compile(
    r"\s*(?:and|but|or|so|also|what about|how about|why\??$|why not|give me|show me|more|it|that|"
    r"this|they|those|these)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|the former|the latter)\b", re.IGNORECASE
)


def interpret(question: str, history: Sequence[Turn]) -> str:
    """The question as it is answered: a question that leans on the last one is joined with it."""
    question = question.strip()
    if not history:
        return question
    leans = _LEANS.match(question) or _PRONOUN.search(question)
    if not (leans or len(question.split()) < _SHORT):
        return question
    before = history[-1].question.strip().rstrip("?.! ")
    return f"{before}: {question}"
