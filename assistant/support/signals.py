"""What speaks against a sentence being carried by its passages, each in [0, 1]."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.support.align import Comparison
from assistant.support.contradictions import contradictions
from assistant.support.denial import denial
from assistant.support.names import unknown_names
from assistant.support.novelty import Novelty
from assistant.support.numbers import follows, matches

SIGNALS = (
    "contradiction",
    "denial",
    "number",
    "name",
    "substitution",
    "novelty",
    "addition",
    "unrelated",
)
"""What is weighed, see `signals`."""

DECISIVE = ("number", "contradiction", "denial", "unrelated")
"""What decides alone where it is 1, in the order in which reasons are given."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one sentence.

    Attributes:
        values: by name, see `signals`.
        reasons: for each signal that can be put in words, what it found.
    """

    values: Mapping[str, float]
    reasons: Mapping[str, str]


def signals(compared: Comparison) -> Signals:
    """The signals of a sentence beside its passages.

    ``contradiction``: something is said otherwise in the same surroundings, see `contradictions`;
    ``denial``: a clause is denied on one side alone, see `denial`; ``number``, ``name``: one is in
    no passage; ``substitution``, ``novelty``, ``addition``: a new word in the place of another, a
    new word, a new clause, see `Novelty`; ``unrelated``: how far the sentence is from speaking of
    the same. What is measured on a scale of its own counts from where faithful sentences seldom
    come to where they hardly ever do.
    """
    against = contradictions(compared)
    strongest = against[0].strength if against else 0.0
    missing = [
        number.written
        for number in compared.sentence.numbers
        if not number.vague
        and not matches(number, compared.passage.numbers)
        and not follows(number, compared.passage.numbers)
    ]
    names = unknown_names(compared.sentence, compared.passage)
    new = Novelty(compared)
    values = {
        "contradiction": _ramp(strongest, 0.5, 0.7),
        "denial": _ramp(denial(compared), 0.6, 0.8),
        "number": float(bool(missing)),
        "name": float(bool(names)),
        "substitution": _ramp(new.substitution, 0.05, 0.25),
        "novelty": new.word,
        "addition": _ramp(new.clause, 0.05, 0.25),
        "unrelated": _ramp(1 - compared.related, 0.55, 0.67),
    }
    new_word = f"the source says nothing of {new.newest!r}"
    reasons = {
        "denial": "the source says the contrary",
        "substitution": new_word,
        "novelty": new_word,
        "addition": new_word,
        "unrelated": "the source speaks of something else",
    }
    if against:
        reasons["contradiction"] = against[0].reason
    if missing:
        reasons["number"] = f"the source does not say {', '.join(missing)}"
    if names:
        reasons["name"] = f"the source does not mention {', '.join(names)}"
    return Signals(values, reasons)


def _ramp(value: float, start: float, end: float) -> float:
    """0 up to the start, 1 from the end on, linear between."""
    return min(1.0, max(0.0, (value - start) / (end - start)))
