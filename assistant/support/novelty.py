"""What a sentence says that its passages do not: words, words in another's place, clauses."""

import math
from collections import defaultdict
from functools import cached_property

import numpy as np

from assistant.support.align import Comparison, Text
from index.tokens import Floats

_SAME_MEANING = 0.8
_EXACT = 0.9
_NOVEL, _SPAN = 0.75, 0.5


class Novelty:
    """What is new in a sentence beside its passages, each figure in [0, 1].

    A free paraphrase has new words throughout, so that a new word says something only as far as
    the others are copied.
    """

    def __init__(self, compared: Comparison) -> None:
        self._compared = compared

    @property
    def word(self) -> float:
        """How new the newest word is, as far as the others are copied."""
        return float(self._new.max(initial=0)) * self._copied

    @property
    def newest(self) -> str:
        """The newest word; empty in a sentence without any."""
        words = self._compared.sentence.words
        return words[int(self._new.argmax())].text if words else ""

    @property
    def substitution(self) -> float:
        """How surely a new word stands where the passages have one that the sentence lacks."""
        if not self._compared.passage.words:
            return 0.0
        back = _known(self._compared.flipped)
        lacking = _new(back, self._compared.passage)
        taken = (self._compared.near**2 * lacking).max(axis=1, initial=0)
        return float((self._new * taken).max(initial=0)) * math.sqrt(self._copied)

    @property
    def clause(self) -> float:
        """How much less the passages speak of one clause than of another.

        They speak of a word as far as they know it, and of the words near it near there.
        """
        if not self._compared.passage.words:
            return 0.0
        spoken = self._known * self._compared.near.max(axis=1, initial=0)
        clauses: dict[int, list[float]] = defaultdict(list)
        for word, value in zip(self._compared.sentence.words, spoken, strict=True):
            clauses[word.clause].append(float(value))
        means = [float(np.mean(values)) for values in clauses.values() if len(values) > 1]
        most = max(means, default=0.0)
        return most * (most - min(means, default=0.0))

    @cached_property
    def _known(self) -> Floats:
        return _known(self._compared)

    @cached_property
    def _new(self) -> Floats:
        return _new(self._known, self._compared.sentence)

    @property
    def _copied(self) -> float:
        return float((self._known >= _EXACT).mean()) if len(self._known) else 1.0


def _new(known: Floats, text: Text) -> Floats:
    """[n_words] in [0, 1]: how new each word is; 0 where a writer may add it."""
    heavy = np.array([not word.light for word in text.words], dtype=bool)
    return np.asarray(np.clip((_NOVEL - known) / _SPAN, 0, 1) * heavy)


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
