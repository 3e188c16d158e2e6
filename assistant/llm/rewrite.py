"""Follow-ups put so that they stand alone, and messages split, by the language model."""

import re
from collections.abc import Sequence

from assistant.leaning import seems_to_lean
from assistant.llm.endpoint import Model
from assistant.llm.errors import ModelError
from assistant.llm.prompt import rewrite_prompt
from assistant.llm.thinking import Reply
from assistant.types import Turn
from index.analyse import is_stop_word, terms

_MOST = 4
_LONGEST = 300
_LONG_MESSAGE = 25
_OWN_WORDS = 0.6
_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s*|^[\"“]|[\"”]\s*$")


def rewritten(
    question: str, history: Sequence[Turn], model: Model, seconds: float
) -> list[str] | None:
    """The questions that a message asks, each standing alone; None where rules must do.

    The model is asked only where there is something to do, and believed only if it answers in
    time and to the end, in a few short lines, in words that the conversation has.
    """
    several = question.count("?") > 1 or len(question.split()) > _LONG_MESSAGE
    if not several and not (history and seems_to_lean(question)):
        return None
    try:
        reply = Reply(model.stream(rewrite_prompt(question, history), seconds=seconds))
        said = reply.spoken()
    except ModelError:
        return None
    lines = [_MARK.sub("", line).strip() for line in said.splitlines()]
    asked = [line for line in dict.fromkeys(lines) if line]
    known = set(terms(" ".join([question, *(f"{t.question} {t.answer}" for t in history)])))
    fit = all(len(line) <= _LONGEST and _of_the_conversation(line, known) for line in asked)
    whole = not reply.cut_off
    return asked if whole and asked and len(asked) <= _MOST and fit else None


def _of_the_conversation(line: str, known: set[str]) -> bool:
    """Whether most words of a line that say something come from the conversation."""
    own = [term for term in terms(line) if not is_stop_word(term)]
    return bool(own) and sum(term in known for term in own) >= _OWN_WORDS * len(own)
