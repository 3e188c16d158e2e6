"""What speaks against a sentence being carried by its passages, each in [0, 1]."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.support.align import Comparison
from assistant.support.contradictions import contradictions
from assistant.support.numbers import matches
from index.tokens import Floats

SIGNALS = ("contradiction", "number", "name", "novelty", "addition", "unrelated")
"""What is weighed, see `signals`; `number` besides decides alone."""

_SURE = 0.3
_FROM = 0.4
_EXACT = 0.9
_SAME_MEANING = 0.8
_NOVEL, _SPAN = 0.75, 0.5
_RELATED, _BETWEEN = 0.5, 0.3
_HALF_COPIED = 0.5


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

    ``contradiction``: something is said otherwise, see `contradictions`; ``number``: one is in
    no passage; ``name``: one is in none; ``novelty``: how far the least known word is from
    anything in the passages; both as far as the other words are copied, since a free paraphrase
    has new words throughout; ``addition``: a clause that is new
    beside one that is copied; ``unrelated``: how far it is from speaking of the same.
    """
    against = contradictions(compared)
    strongest = against[0].strength if against else 0.0
    missing = [
        number.written
        for number in compared.sentence.numbers
        if not number.vague and not matches(number, compared.passage.numbers)
    ]
    names = [
        word.text
        for word in compared.sentence.words
        if word.name and word.stem not in compared.passage.known
    ]
    known = _known(compared)
    heavy = np.array([not word.light for word in compared.sentence.words], dtype=bool)
    new = np.clip((_NOVEL - known) / _SPAN, 0, 1) * heavy
    exact = float((known >= _EXACT).mean()) if len(known) else 1.0
    values = {
        "contradiction": _clip((strongest - _FROM) / _SURE),
        "number": float(bool(missing)),
        "name": exact * bool(names),
        "novelty": float(new.max(initial=0)) * exact,
        "addition": _addition(compared, known),
        "unrelated": _clip((_RELATED - compared.related) / _BETWEEN),
    }
    reasons = {"unrelated": "the source speaks of something else"}
    if against:
        reasons["contradiction"] = against[0].reason
    if missing:
        reasons["number"] = f"the source does not say {', '.join(missing)}"
    if names:
        reasons["name"] = f"the source does not mention {', '.join(names)}"
    if len(known):
        least = compared.sentence.words[int(new.argmax())].text
        reasons["novelty"] = reasons["addition"] = f"the source says nothing of {least!r}"
    return Signals(values, reasons)


def _known(compared: Comparison) -> Floats:
    """[n_words] in [0, 1]: how near anything in the passages comes to each word."""
    words = compared.sentence.words
    if not compared.passage.words:
        return np.zeros(len(words), dtype=np.float32)
    same = np.where(compared.relations == 1, np.float32(_SAME_MEANING), np.float32(0))
    known: Floats = np.maximum(compared.alike, same).max(axis=1, initial=0)
    numbers = compared.sentence.numbers
    for row, word in enumerate(words):
        counted = any(number.start <= word.start < number.end for number in numbers)
        if counted or word.stem in compared.passage.known:
            known[row] = 1.0
    return known


def _addition(compared: Comparison, known: Floats) -> float:
    """How new the newest clause is, as far as another one is copied."""
    clauses: dict[int, list[float]] = defaultdict(list)
    for word, value in zip(compared.sentence.words, known, strict=True):
        clauses[word.clause].append(float(value))
    said: Sequence[list[float]] = [values for values in clauses.values() if len(values) > 1]
    if len(said) < 2:  # noqa: PLR2004
        return 0.0
    copied = max(float(np.mean([value >= _EXACT for value in values])) for values in said)
    newest = max(float(np.mean([1 - value for value in values])) for values in said)
    return _clip((copied - _HALF_COPIED) / (1 - _HALF_COPIED)) * newest


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
