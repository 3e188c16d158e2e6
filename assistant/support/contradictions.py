"""Where a sentence contradicts its passages: the same words around, and one thing said otherwise.

Each rule returns what it found as a `Contradiction`; its strength is how alike the surroundings
are, so that one scale serves all of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from assistant.support.align import Comparison, Text
from assistant.support.negation import scopes
from assistant.support.numbers import Number, matches
from assistant.support.quantifiers import level

_SAME = 0.75
_SAME_STEM = 0.85
_SECOND_OF_A_SCOPE = 0.7
_OPPOSITE_LOOKS_ALIKE = 0.45
_FITS_BETTER = 0.12
_NUMBER_FITS_BETTER = 0.2
_LEVEL_FITS_BETTER = 0.4
_SWAPPED = 0.7
_WORD_FITS_BETTER = 0.25
_IN_PLACE = 0.75
_OF_A_KIND = (0.4, 0.65)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is said otherwise than in the passages.

    Attributes:
        strength: how alike the surroundings are, in [0, 1].
    """

    strength: float
    reason: str


def contradictions(compared: Comparison) -> list[Contradiction]:
    """Everything that is said otherwise, the strongest first.

    Two names that change places beside an opposite (``A is faster than B``, ``B is slower than
    A``) say the same.
    """
    swaps, opposites = list(_swaps(compared)), list(_opposites(compared))
    if max(_strengths(swaps)) >= _SWAPPED and max(_strengths(opposites)) >= _SWAPPED:
        swaps, opposites = [], []
    found = [
        *swaps,
        *opposites,
        *_negations(compared),
        *_quantifiers(compared),
        *_numbers(compared),
        *_misplaced(compared),
    ]
    return sorted(found, key=lambda each: -each.strength)


def _strengths(found: Sequence[Contradiction]) -> list[float]:
    return [0.0, *(each.strength for each in found)]


def _negations(compared: Comparison) -> Iterator[Contradiction]:
    """Negations on one side that reach words which the other side affirms."""
    for side in (compared, compared.flipped):
        at = {word.start: row for row, word in enumerate(side.sentence.words)}
        for scope in scopes(side.sentence.all_words):
            strengths = [
                strength
                for place, start in enumerate(scope.starts)
                if (strength := _negated_otherwise(side, at[start], place > 0)) is not None
            ]
            if strengths and 0.0 not in strengths:
                reason = f"{scope.cue!r} is " + (
                    "not in the sources" if side is compared else "left out"
                )
                yield Contradiction(max(strengths), reason)


def _negated_otherwise(side: Comparison, row: int, second: bool) -> float | None:
    """How surely a word is negated on one side alone; 0 if on both, None if it has no match."""
    if not side.passage.words:
        return None
    other = side.aligned[row]
    relation, alike = side.relations[row, other], float(side.alike[row, other])
    if relation == 0 and alike < _SAME:
        return None
    negated = side.sentence.negated[row] != side.passage.negated[other]
    if negated == (relation == -1):
        return 0.0
    sure = max(alike, _SAME_STEM) if relation == 1 else alike
    return sure * float(side.around[row, other]) * (_SECOND_OF_A_SCOPE if second else 1.0)


def _opposites(compared: Comparison) -> Iterator[Contradiction]:
    """Words whose opposite stands in their place."""
    fits = np.where(compared.relations != 0, compared.alike * compared.around, 0)
    for row in map(int, np.flatnonzero((compared.relations == -1).any(axis=1))):
        opposite = compared.relations[row] == -1
        column = int(np.where(opposite, fits[row], -1).argmax())
        same = fits[row][compared.relations[row] == 1].max(initial=0)
        negated = compared.sentence.negated[row] != compared.passage.negated[column]
        if negated or fits[row, column] <= same:
            continue
        sure = compared.alike[row, column] > _OPPOSITE_LOOKS_ALIKE
        strength = compared.around[row, column] if sure else fits[row, column]
        words = compared.sentence.words[row].text, compared.passage.words[column].text
        yield Contradiction(float(strength), f"{words[0]!r} where the source says {words[1]!r}")


def _quantifiers(compared: Comparison) -> Iterator[Contradiction]:
    """``all`` where the passages say ``some``, and the like."""
    levels = [level(word.stem) for word in compared.passage.words]
    for row, word in enumerate(compared.sentence.words):
        own = level(word.stem)
        if own is None:
            continue
        around = compared.around[row]
        same = max((around[k] for k, other in enumerate(levels) if other == own), default=0.0)
        others = [(around[k], k) for k, other in enumerate(levels) if other not in (own, None)]
        fit, column = max(others, default=(0.0, 0))
        if others and (same == 0 or fit - same > _LEVEL_FITS_BETTER):
            said = compared.passage.words[column].text
            yield Contradiction(float(fit), f"{word.text!r} where the source says {said!r}")


def _numbers(compared: Comparison) -> Iterator[Contradiction]:
    """Numbers that stand where the passages have another one."""
    places = _places(compared.passage)
    for number, row in _places(compared.sentence):
        around = compared.around[row]
        own = max((around[k] for other, k in places if matches(number, [other])), default=0.0)
        others = [(float(around[k]), other) for other, k in places if not matches(number, [other])]
        fit, other = max(others, key=lambda each: each[0], default=(0.0, number))
        if fit - own > _NUMBER_FITS_BETTER:
            yield Contradiction(fit, f"{number.written} where the source says {other.written}")


def _places(text: Text) -> list[tuple[Number, int]]:
    """The numbers of a text with the position of their first word among its words."""
    found = []
    for number in text.numbers:
        rows = (k for k, word in enumerate(text.words) if number.start <= word.start < number.end)
        if (row := next(rows, None)) is not None:
            found.append((number, row))
    return found


def _swaps(compared: Comparison) -> Iterator[Contradiction]:
    """Two words of the passages that have changed places."""
    rows, columns = _by_stem(compared.sentence), _by_stem(compared.passage)
    shared = [stem for stem in rows if stem in columns]

    def fit(left: str, right: str) -> float:
        return float(compared.around[np.ix_(rows[left], columns[right])].max())

    for one, other in combinations(shared, 2):
        if _neighbours(rows[one], rows[other]):
            continue
        crossed = fit(one, other), fit(other, one)
        gain = min(crossed[0] - fit(one, one), crossed[1] - fit(other, other))
        if gain > _FITS_BETTER:
            words = compared.sentence.words
            names = words[rows[one][0]].text, words[rows[other][0]].text
            yield Contradiction(min(crossed), f"{names[0]!r} and {names[1]!r} have changed places")


def _misplaced(compared: Comparison) -> Iterator[Contradiction]:
    """Words of the passages where those have another of the kind: ``copper`` for ``zinc``."""
    said = {word.stem for word in compared.sentence.words}
    columns = _by_stem(compared.passage)
    elsewhere = np.array([word.stem not in said for word in compared.passage.words], dtype=bool)
    least, most = _OF_A_KIND
    for row, word in enumerate(compared.sentence.words):
        if word.stem not in columns:
            continue
        own = float(compared.around[row, columns[word.stem]].max())
        alike = compared.alike[row]
        kin = elsewhere & (compared.relations[row] == 0) & (alike > least) & (alike < most)
        fits = np.where(kin, compared.around[row], 0)
        column = int(fits.argmax())
        if fits[column] >= _IN_PLACE and fits[column] - own > _WORD_FITS_BETTER:
            other = compared.passage.words[column].text
            reason = f"{word.text!r} where the source says {other!r}"
            yield Contradiction(float(fits[column]), reason)


def _by_stem(text: Text) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, word in enumerate(text.words):
        found[word.stem].append(row)
    return found


def _neighbours(left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether two words stand side by side, where their order says little."""
    return any(abs(a - b) == 1 for a in left for b in right)
