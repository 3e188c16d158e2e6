"""Whether a question can be understood without the ones before it, by its words and the library.

A question of its own says much, and some passage answers it well, wherever that stands. One that
leans says little, and what it finds best lies mostly in the documents of the conversation.
"""

import math
from collections.abc import Collection, Sequence

from assistant.decide import Decision, Evidence
from assistant.follow_up import goes_on, is_aspect, points
from index.analyse import is_stop_word, words
from index.query import Query
from index.types import Hit

DEPTH = 50
"""Passages among which those of the conversation's documents are looked for."""

_FEW = 5


def leaning(question: str, query: Query, hits: Sequence[Hit], topics: Collection[str]) -> Evidence:
    """The signals of one question behind others.

    ``best``: score of the best passage; ``place``: log of the rank of the first passage from the
    conversation's documents; ``says``: what the question's word pieces weigh together; ``points``
    and ``goes on``: whether a word points back, or one is left out that would (``drawbacks?``), and
    whether it begins as if in the middle.

    Args:
        question: alone.
        query: the same, as the signals see it.
        hits: what it finds alone, `DEPTH` passages.
        topics: ids of the documents that the conversation is about.
    """
    place = next((hit.rank for hit in hits if hit.chunk.doc_id in topics), DEPTH + 1)
    signals = {
        "best": hits[0].score if hits else 0.0,
        "place": math.log(place),
        "says": query.says,
        "points": float(points(question) or is_aspect(question)),
        "goes on": float(goes_on(question)),
    }
    return Evidence(signals)


def leans(question: str, evidence: Evidence, decision: Decision) -> bool:
    """Whether a question leans on the ones before it."""
    return decision.answers(evidence) if decision.weights else seems_to_lean(question)


def seems_to_lean(question: str) -> bool:
    """Whether a question leans on what was said before, as far as its words alone tell."""
    named = sum(not is_stop_word(word) for word in words(question))
    return named <= 1 or (named <= _FEW and (points(question) or goes_on(question)))
