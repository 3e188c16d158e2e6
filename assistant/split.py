"""Several questions in one message, told apart."""

import re
from collections.abc import Sequence

from assistant.definitions import term_asked_for
from assistant.facets import BESIDES
from assistant.leaning import seems_to_lean
from assistant.subject import replaces
from assistant.talk import is_only_talk, without_talk
from assistant.types import Turn

_MOST = 16
"""Questions of a message, and aspects of a question, told apart; the last keeps what is left."""

_BREAK = re.compile(r"(?<=\?)[\s\"'”’)]+(?=\w)")
_POINTS = re.compile(r"\b(?:its?|(?P<several>they|them|their))\b", re.IGNORECASE)
_ONE = re.compile(r"\W*what(?:['’]?s| is)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:compare|differ)\W*\Z", re.IGNORECASE)
"""``How do they differ?`` speaks of several terms."""

_OWNS = re.compile(r"(?:its|their)\Z", re.IGNORECASE)


def asked_in(message: str, history: Sequence[Turn]) -> list[tuple[str, tuple[Turn, ...]]]:
    """What a message asks, in order, each with the turns that it may lean on; talk asks nothing.

    What a term is leans on nothing else that the message asks.
    """
    parts: list[tuple[str, tuple[Turn, ...]]] = []
    turns = tuple(history)
    for question in split_questions(message):
        if is_only_talk(question):
            continue
        first, *others = aspects(question)
        parts.append((first, tuple(history) if replaces(first) else turns))
        parts += [(each, ()) for each in others]  # each names what it is about
        turns = (*turns, Turn(question))
    return parts


def split_questions(text: str) -> list[str]:
    """The questions of a message, in order; what is no question stays with the one before it.

    A message is split only after question marks, and not before a question that leans on the one
    before it (``How long is it? Is it long enough?``). What asks first what a term is leans on none
    (``What is a GRU?``).
    """
    parts: list[str] = []
    for part in _BREAK.split(text.strip(), _MOST - 1):
        stands_alone = replaces(aspects(part)[0]) or not seems_to_lean(part)
        asks = part.rstrip("\"'”’) ").endswith("?") and stands_alone
        if parts and not asks:
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


def aspects(question: str) -> list[str]:
    """What a term is, and what else is asked of it, each by itself: each names the term.

    ``What is dropout, and why does it help?`` asks ``What is dropout?`` and ``Why does dropout
    help?`` Any other question is returned as it is, also one in which the pronoun is of another
    number (``What is recall, and how do they differ?``).
    """
    first, *more = BESIDES.split(question, _MOST - 1)
    pointing = [_POINTS.search(part) for part in more]
    is_one = _ONE.match(first)
    agree = all(found and not (is_one and found["several"]) for found in pointing)
    term = (
        term_asked_for(without_talk(first)) if agree and not any(map(_AMONG.search, more)) else ""
    )
    if not (more and term):
        return [question]
    end = "?" if question.endswith("?") else "."
    return [f"{first}{end}", *(_naming(term, part) for part in more)]


def _naming(term: str, question: str) -> str:
    """A question with a term in the place of the first word that points at it."""
    named = _POINTS.sub(lambda x: f"{term}'s" if _OWNS.match(x[0]) else term, question, count=1)
    return named[:1].upper() + named[1:]
