"""Which words of the passages the words of a sentence come from.

Late interaction (see `index.late`) word by word: a word is compared by the mean of its word pieces'
vectors, and two words stand in the same place if the words around them are alike as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assistant.support.negation import negated
from assistant.support.numbers import Number, numbers_of
from assistant.support.opposites import relation
from assistant.support.polarity import denied
from assistant.support.surroundings import surroundings, vicinity
from assistant.support.words import Word, words_of
from index.tokens import Floats, unit

_UNLIKE_ITSELF = 0.98
_RELATED = np.float32(0.9)
_SURROUNDINGS = 0.6
_LONGER = 4
_SHARPNESS = 10.0


@dataclass(frozen=True)
class Text:
    """A text to compare.

    Attributes:
        all_words: in order, those left out of `words` too.
        words: those that say something.
        vectors: [n_words, width] float32, of length one or zero: of `words`, in their context.
        numbers: those of the text, and of what stands above it; the latter have no place in it.
        known: stems of all words, and of what stands above the text, such as headings.
    """

    all_words: Sequence[Word]
    words: Sequence[Word]
    vectors: Floats
    numbers: Sequence[Number]
    known: frozenset[str]

    @cached_property
    def negated(self) -> npt.NDArray[np.bool_]:
        """[n_words] whether each word is negated."""
        starts = negated(self.all_words)
        return np.array([word.start in starts for word in self.words], dtype=bool)

    @cached_property
    def denied(self) -> npt.NDArray[np.bool_]:
        """[n_words] whether each word stands in a clause that is denied."""
        clauses = denied(self.all_words)
        return np.array([word.clause in clauses for word in self.words], dtype=bool)


def text_of(text: str, vectors: Floats, spans: npt.NDArray[np.integer], above: str = "") -> Text:
    """A text with its words and numbers.

    Args:
        text: a sentence or a passage.
        vectors: [n_pieces, width] float32, of its word pieces.
        spans: [n_pieces, 2], first character of each piece and the one after its last.
        above: headings; their words and numbers count as said.
    """
    words = words_of(text)
    content = [word for word in words if word.content]
    rows = np.zeros((len(content), vectors.shape[1]), dtype=np.float32)
    for row, word in zip(rows, content, strict=True):
        inside = (spans[:, 0] >= word.start) & (spans[:, 1] <= word.end)
        if inside.any():
            row[:] = vectors[inside].mean(axis=0)
    known = frozenset(word.stem for word in [*words, *words_of(above)])
    elsewhere = [replace(number, start=-1, end=-1) for number in numbers_of(above)]
    return Text(words, content, unit(rows), [*numbers_of(text), *elsewhere], known)


def together(texts: Sequence[Text]) -> Text:
    """Several texts, at least one, as one; places in the text mean nothing afterwards."""
    if len(texts) == 1:
        return texts[0]
    moved, start = [], 0
    for text in texts:
        moved.append(_moved(text, start))
        start += max((word.end for word in text.all_words), default=0) + 1
    return Text(
        [word for text in moved for word in text.all_words],
        [word for text in moved for word in text.words],
        np.concatenate([text.vectors for text in texts]),
        [number for text in moved for number in text.numbers],
        frozenset().union(*(text.known for text in texts)),
    )


@dataclass(frozen=True)
class Comparison:
    """A sentence beside the passages that it cites."""

    sentence: Text
    passage: Text

    @cached_property
    def relations(self) -> npt.NDArray[np.int8]:
        """[n_sentence, n_passage] 1 for one word or meaning, -1 for opposites, 0 for neither."""
        rows = [
            [relation(word.stem, other.stem) for other in self.passage.words]
            for word in self.sentence.words
        ]
        return np.array(rows, dtype=np.int8).reshape(self._shape)

    @cached_property
    def alike(self) -> Floats:
        """[n_sentence, n_passage] in [0, 1]: 1 for the same word, else the cosine."""
        own = np.array([word.stem for word in self.sentence.words], dtype=np.str_)
        others = np.array([word.stem for word in self.passage.words], dtype=np.str_)
        same = own[:, None] == others[None, :]
        cosines = np.clip(self.sentence.vectors @ self.passage.vectors.T, 0, _UNLIKE_ITSELF)
        return np.where(same, np.float32(1), cosines).reshape(self._shape)

    @cached_property
    def close(self) -> Floats:
        """[n_sentence, n_passage] in [0, 1]: as `alike`, and high for one meaning or opposites."""
        return np.maximum(self.alike, np.where(self.relations != 0, _RELATED, np.float32(0)))

    @cached_property
    def around(self) -> Floats:
        """[n_sentence, n_passage] in [0, 1]: how alike the words around two words are."""
        return surroundings(self.alike)

    @cached_property
    def near(self) -> Floats:
        """[n_sentence, n_passage] in [0, 1]: how much of the sentence is near each word."""
        return vicinity(self.alike)

    @cached_property
    def attention(self) -> Floats:
        """[n_sentence, n_passage] rows that add up to 1: what each word likely stands for."""
        fit = _SHARPNESS * self._fit
        weights = np.exp(fit - fit.max(axis=1, keepdims=True, initial=0))
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))

    @cached_property
    def aligned(self) -> npt.NDArray[np.int64]:
        """[n_sentence] the passage's word that each word most likely stands for."""
        found: npt.NDArray[np.int64] = self._fit.argmax(axis=1)
        return found

    @cached_property
    def related(self) -> float:
        """The cosine of the sentence and the stretch of the passages that is most like it.

        Of the mean word vectors, over stretches about as long as the sentence; in [-1, 1].
        """
        own, others = self.sentence.vectors, self.passage.vectors
        if not len(own) or not len(others):
            return 0.0
        length = min(len(others), len(own) + _LONGER)
        sums = np.vstack([np.zeros_like(others[:1]), np.cumsum(others, axis=0)])
        stretches = unit(sums[length:] - sums[:-length])
        return float((stretches @ unit(own.mean(axis=0))).max())

    @cached_property
    def flipped(self) -> "Comparison":
        """The passages beside the sentence."""
        turned = Comparison(self.passage, self.sentence)
        # What two words are to each other is the same from either side, and costs most to find out.
        vars(turned).update(relations=self.relations.T.copy(), alike=self.alike.T.copy())
        return turned

    @cached_property
    def _fit(self) -> Floats:
        """[n_sentence, n_passage] how well each word of the passages fits in a word's place."""
        return np.asarray(self.close + _SURROUNDINGS * self.around)

    @property
    def _shape(self) -> tuple[int, int]:
        return len(self.sentence.words), len(self.passage.words)


def _moved(text: Text, by: int) -> Text:
    def shift(words: Sequence[Word]) -> list[Word]:
        return [replace(word, start=word.start + by, end=word.end + by) for word in words]

    numbers = [replace(n, start=n.start + by, end=n.end + by) for n in text.numbers]
    return Text(shift(text.all_words), shift(text.words), text.vectors, numbers, text.known)
