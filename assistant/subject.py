"""What a thread of a conversation is about, and how a question behind it is put.

A thread has a subject, and each of its turns keeps it (``how long?``), adds one (``and LSTMs?``) or
replaces it (``what is an LSTM?``).
"""

import re
from textwrap import shorten

from assistant.definitions import asks_for_definition, term_explained
from assistant.follow_up import Thread, corrects, is_aspect, without_opening
from assistant.sides import compared
from assistant.talk import is_talk
from index.analyse import is_stop_word

_LATEST = 3
"""Turns of a thread that say what it is about, beside those that name its subject."""

_LONGEST = 200
"""Characters of an earlier question."""

_COMPARES = re.compile(
    r"\b(?:better|both|compar(?:e|ed|ison)|conflict|differ(?:ences?|ent|s)?|either|prefer|related?|"
    r"same|the (?:first|second|former|latter|two)|them|these|they|those|versus|vs|worse|"
    r"which(?= (?:do|for|is|of|one|should|to|would)\b|\W*\Z))\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:the|its?|their|this|that)\b", re.IGNORECASE)
"""``What is the rate?`` asks for that of what was named before."""


def subject(thread: Thread) -> str:
    """What a thread is about, in one text: the turns that name its subject and the latest."""
    return _in_one((*_naming(thread), *thread[-_LATEST:]))


def interpreted(question: str, thread: Thread) -> str:
    """The question as it is answered: behind the turns that name what it is about."""
    about = sides_in_full(question, thread) or _in_one(_naming(thread))
    return ": ".join(filter(None, [about, question.strip()]))


def sides_in_full(question: str, thread: Thread) -> str:
    """Both terms that a question compares without naming them; empty if it compares no two.

    They are the two that the thread named last, put as `compared` knows them: ``GRU or LSTM``.
    """
    if not _COMPARES.search(question) or compared(question):
        return ""
    terms = {term.lower(): term for term in map(named, thread) if term}
    return " or ".join(list(terms.values())[-2:]) if len(terms) > 1 else ""


def named(question: str) -> str:
    """The term that a question names, where it says little else; empty for any other.

    So of ``what is DPO``, ``and random forests?``, ``Adam``; but not of ``any drawbacks?``, which
    are those of what was named before.
    """
    said = " ".join(word for word in without_opening(question).split() if not is_talk(word))
    term = term_explained(said)
    is_term = not any(map(is_stop_word, term.split())) and not _COMPARES.search(said)
    return term if is_term and not is_aspect(term.partition(" ")[0]) else ""


def replaces(turn: str) -> bool:
    """Whether a turn names a subject of its own by asking what it is (``what is an LSTM?``)."""
    return asks_for_definition(turn) and _adds(turn)


def _naming(thread: Thread) -> Thread:
    """The turn that opens a subject, corrections made since, and the latest that adds one."""
    opening = max((at for at, turn in enumerate(thread) if replaces(turn)), default=0)
    later = thread[opening + 1 :]
    adding = [turn for turn in later if _adds(turn)][-1:]
    return (*thread[opening : opening + 1], *(x for x in later if x in adding or corrects(x)))


def _adds(turn: str) -> bool:
    """Whether a turn names something that is not a part of what was named before."""
    return bool(named(turn)) and not _KNOWN.search(turn)


def _in_one(questions: Thread) -> str:
    return ": ".join(
        shorten(question, _LONGEST, placeholder=" …").rstrip("?.! ")
        for question in dict.fromkeys(questions)
    )
