"""Whether the sources hold an answer."""

import json
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

import numpy as np

from assistant.definitions import term_asked_for
from assistant.naming import is_named, is_written, texts
from assistant.specifics import asks_for_name, asks_for_number
from assistant.talk import is_talk
from index.analyse import is_stop_word, terms
from index.backend import Generation
from index.encoder import Encoded
from index.late import best_matches, late_interaction, piece_weights
from index.tokens import Floats
from index.types import Hit
from ingest.structure.sentences import sentence_spans

_NEXT, _BEST = 4, 6
_FEW_PASSAGES = 10
_EDGE = r"\s?!.,;:()\[\]{}\"'“”‘’`*_$"
_WORD = re.compile(rf"[^{_EDGE}](?:\S*[^{_EDGE}])?")
_CLAUSE = re.compile(r"[:;]\s|\n")
_LETTER = re.compile(r"[^\W\d_]")
_DESIGN = re.compile(r"\bdesign\b", re.IGNORECASE)
_FOR_WHOM = re.compile(rf"\b(?:at|for|like)\s+(?P<name>{_WORD.pattern})", re.IGNORECASE)
"""``Design a recommender for Netflix``: the name says whose it is, not what is asked."""
_RULED_OUT = re.compile(
    rf"(?:[,;(–—-]|\b(?:and|but))\s?not\s(?:(?:an?|for|in|the)\s)?(?P<name>{_WORD.pattern})",
    re.IGNORECASE,
)
"""``the kernel of SVMs, not CNNs``: no passage need hold what is not meant."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer being there, or against it.

    Attributes:
        signals: by name; see `evidence`.
        missing: the question's words that no passage of the library holds.
        absent: names that the question gives and the best passages do not hold.
        unnamed: the term that is asked for, where no passage names it.
        found: whether there is any passage at all that could hold the answer.
        defined: whether the best passages say what that is which the question asks to be told.
    """

    signals: Mapping[str, float]
    missing: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unnamed: str = ""
    found: bool = True
    defined: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """How likely the sources answer, and from which likelihood on they are quoted.

    Attributes:
        encoder: SHA-256 of the weights that the coefficients were fitted with.
        bias: of the logistic regression.
        weights: of each signal; a signal without a weight is not looked at.
        threshold: least confidence with which the sources are quoted.
    """

    encoder: str = ""
    bias: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.0

    def answers(self, evidence: Evidence) -> bool:
        """Whether the sources are quoted, rather than said to hold no answer."""
        enough = evidence.defined or self.confidence(evidence) >= self.threshold
        return evidence.found and enough

    def confidence(self, evidence: Evidence) -> float:
        """``sigmoid(bias + weights · signals)``, in [0, 1]; 0 where nothing was found."""
        if not evidence.found:
            return 0.0
        weighed = (self.weights[name] * evidence.signals[name] for name in self.weights)
        return (1 + math.tanh((self.bias + sum(weighed)) / 2)) / 2  # which never overflows


BY_WORDS = Decision()
"""Without coefficients a question leans if its words say so."""


def shipped_decision(encoder: str) -> Decision:
    """The coefficients that come with the package for the encoder with these weights.

    Coefficients mean nothing to another encoder: with one, every question that finds a passage is
    answered, until `viva eval fit-abstain --out` has put its own into the place of this package's
    ``decision.json``.
    """
    return _shipped("decision", encoder)


def shipped_leaning(encoder: str) -> Decision:
    """The same for whether a question leans on those before it (`viva eval fit-leaning`)."""
    return _shipped("leaning", encoder)


@cache
def _shipped(name: str, encoder: str) -> Decision:
    text = (resources.files("assistant") / f"{name}.json").read_text(encoding="utf-8")
    fitted = Decision(**json.loads(text))
    return fitted if fitted.encoder == encoder else Decision(encoder)


def evidence(
    question: str, encoded: Encoded, hits: Sequence[Hit], generation: Generation
) -> Evidence:
    """The signals of one question, from what was found for it.

    ``cosine`` of the question and the nearest passage; ``late`` interaction with the passage that
    matches best; ``gap`` between the best passage's score and the fifth's; ``unknown``: the share
    of the question's weight that lies on words which no passage of the library holds; ``absent``:
    how many names it gives that the best passages do not, but for what it rules out and for whom
    something is to be designed; ``number`` and ``name``: whether one such fact is asked for;
    ``length``: the logarithm of how many word pieces the question has; ``questions``: whether the
    best passage is found by questions as well, which bring it nearer to whatever is asked;
    ``asked``: how much nearer they bring one of the best passages, by late interaction, than its
    own text is, as far as the cosine says that it speaks of the same.

    Args:
        question: as it is searched for, misspellings mended.
        encoded: the same as the encoder sees it.
        hits: passages, best first.
        generation: that the passages come from.
    """
    words = list(_WORD.finditer(question))
    best = texts(hits[:_BEST])
    unknown = [word for word in words if _is_unknown(word[0], generation, best)]
    missing = tuple(dict.fromkeys(word[0] for word in unknown))
    if not hits:
        return Evidence({}, missing, found=False)
    weights = piece_weights(encoded.pieces, generation.frequencies, len(generation.chunks))
    first = _first_letters(question)
    shouted = any(len(x[0]) > 1 and x[0].isupper() and is_stop_word(x[0]) for x in words)
    names = () if shouted else dict.fromkeys(x[0] for x in words if _is_name(x, first))
    ruled_out = {x["name"] for x in _RULED_OUT.finditer(question)}
    absent = _absent((name for name in names if name not in ruled_out), best)
    whose = {x["name"] for x in _FOR_WHOM.finditer(question) if _DESIGN.search(question)}
    signals = {
        "cosine": max(hit.parts["cosine"] for hit in hits),
        "late": max(hit.parts["late"] for hit in hits),
        "gap": hits[0].score - hits[min(_NEXT, len(hits) - 1)].score,
        "unknown": _share(unknown, encoded, weights, len(generation.chunks)),
        "absent": float(sum(name not in whose for name in absent)),
        "number": float(asks_for_number(question)),
        "name": float(asks_for_name(question)),
        "length": math.log1p(len(encoded.pieces)),
        "questions": float("questions" in hits[0].chunk.metadata),
        "asked": _asked(hits[:_BEST], encoded, weights),
    }
    term = term_asked_for(question)
    if term and not is_named(term, hits):
        return Evidence(signals, (term,), absent, unnamed=term, found=False)
    found = any(_asks_something(word[0]) for word in words if word not in unknown)
    return Evidence(signals, missing, absent, found=found)


def mean(several: Sequence[Evidence]) -> Evidence:
    """The mean of each signal over several readings of one question, of which one finds enough.

    But a question for a term that no passage names is not answered by what was said before it.

    Args:
        several: first the question as it was asked.
    """
    found = [each for each in several if each.found]
    if not found or several[0].unnamed:
        return several[0]
    signals = {
        name: float(np.mean([each.signals[name] for each in found])) for name in found[0].signals
    }
    return replace(several[0], signals=signals, found=True)


def _is_unknown(word: str, generation: Generation, best: Iterable[str]) -> bool:
    """Whether no passage writes the word; stop words and those of talk are never unknown.

    Args:
        word: of the question.
        generation: knows the words of its passages, as they are written there.
        best: the texts of the best passages, in which it may be written otherwise.
    """
    if is_stop_word(word) or is_talk(word) or any(map(generation.knows, terms(word))):
        return False
    return not any(is_written(word, text) for text in best)


def _asks_something(word: str) -> bool:
    """Whether a word says what a question is about: no stop word, number or word of talk."""
    says = any(not part.isdigit() for part in terms(word))
    return says and not is_stop_word(word) and not is_talk(word)


def _first_letters(question: str) -> Collection[int]:
    """Where sentences begin, and what a colon, a semicolon or a line end sets off."""
    begun = [start for start, _ in sentence_spans(question)]
    begun += [mark.end() for mark in _CLAUSE.finditer(question)]
    return {letter.start() for at in begun if (letter := _LETTER.search(question, at))}


def _is_name(word: re.Match[str], first: Collection[int]) -> bool:
    """Whether a word has a capital that does not merely begin a sentence, and is no ``7B``."""
    if word[0][0].isdigit():
        return False
    inside = word[0][1:] if word.start() in first else word[0]
    return inside != inside.lower() and not is_stop_word(word[0]) and not is_talk(word[0])


def _absent(names: Iterable[str], best: Sequence[str]) -> tuple[str, ...]:
    """The names that the best passages, all together, do not write."""
    together = "\n".join(best)
    return tuple(name for name in names if not is_written(name, together))


def _share(
    words: Sequence[re.Match[str]], encoded: Encoded, weights: Floats, n_passages: int
) -> float:
    """The weight of the pieces of some words among all pieces of a question, in [0, 1].

    The fewer passages a library has, the less it says that a word is not among theirs.
    """
    first, last = encoded.spans.T
    inside = [(first >= word.start()) & (last <= word.end()) for word in words]
    total = float(weights.sum())
    if not words or not total:
        return 0.0
    says = n_passages / (n_passages + _FEW_PASSAGES)
    return says * float(weights[np.any(inside, axis=0)].sum()) / total


def _asked(hits: Sequence[Hit], encoded: Encoded, weights: Floats) -> float:
    """What late interaction owes to the questions of a passage, times its cosine; the most of any.

    Questions speak of bread and of France too: word by word they match whatever people ask.

    Args:
        hits: each with the tokens of its text.
        encoded: the question.
        weights: [n_pieces], of its pieces.
    """
    read = [(hit, hit.tokens) for hit in hits if hit.tokens is not None]
    matches = best_matches(encoded.tokens, [tokens for _, tokens in read])
    owed = [
        (hit.parts["late"] - by_text) * hit.parts["cosine"]
        for (hit, _), by_text in zip(read, late_interaction(matches, weights), strict=True)
        if hit.parts["cosine"] > 0
    ]
    return float(max([0.0, *owed]))
