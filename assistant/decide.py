"""Whether the sources hold an answer."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np

from assistant.relevance import Relevant
from assistant.specifics import asks_for_name, asks_for_number
from index.analyse import is_stop_word, terms
from index.backend import Generation
from index.types import Hit

_SENTENCES = 3
_NEXT = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer being there, or against it.

    Attributes:
        signals: by name; see `evidence`.
        missing: the question's words that no passage of the library holds.
        found: whether there is any passage at all.
    """

    signals: Mapping[str, float]
    missing: tuple[str, ...] = ()
    found: bool = True


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
        return evidence.found and self.confidence(evidence) >= self.threshold

    def confidence(self, evidence: Evidence) -> float:
        """``sigmoid(bias + weights · signals)``, in [0, 1]; 0 where nothing was found."""
        if not evidence.found:
            return 0.0
        weighed = (self.weights[name] * evidence.signals[name] for name in self.weights)
        return 1 / (1 + math.exp(-(self.bias + sum(weighed))))


@cache
def shipped_decision(encoder: str) -> Decision:
    """The coefficients that come with the package for the encoder with these weights.

    Coefficients mean nothing to another encoder: with one, every question that finds a passage is
    answered, until `viva eval fit-abstain` has been run with it.
    """
    text = (resources.files("assistant") / "decision.json").read_text(encoding="utf-8")
    fitted = Decision(**json.loads(text))
    return fitted if fitted.encoder == encoder else Decision(encoder)


def evidence(
    question: str, hits: Sequence[Hit], relevant: Sequence[Relevant], generation: Generation
) -> Evidence:
    """The signals of one question, from what was found for it.

    ``cosine`` of the question and the nearest passage; ``late`` interaction with the passage that
    matches best; ``sentences``: how well the three best sentences match, headings included;
    ``gap`` between the best passage's score and the fifth's; ``number`` and ``name``: whether one
    such fact is asked for.
    """
    missing = tuple(word for word in _words(question) if _unknown(word, generation))
    if not hits:
        return Evidence({}, missing, found=False)
    matches = sorted((item.match for item in relevant), reverse=True)[:_SENTENCES]
    signals = {
        "cosine": max(hit.parts["cosine"] for hit in hits),
        "late": max(hit.parts["late"] for hit in hits),
        "sentences": float(np.mean(matches)) if matches else 0.0,
        "gap": hits[0].score - hits[min(_NEXT, len(hits) - 1)].score,
        "number": float(asks_for_number(question)),
        "name": float(asks_for_name(question)),
    }
    return Evidence(signals, missing)


def _words(question: str) -> list[str]:
    """The question's words as written, each once."""
    stripped = (word.strip("?!.,;:()[]{}\"'“”‘’`*_$") for word in question.split())
    return list(dict.fromkeys(word for word in stripped if word))


def _unknown(word: str, generation: Generation) -> bool:
    """Whether no passage holds the word; stop words are never unknown."""
    return not is_stop_word(word) and not any(map(generation.knows, terms(word)))
