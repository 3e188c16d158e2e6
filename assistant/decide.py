"""Whether the sources hold an answer."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.analyse import is_stop_word, terms
from index.generation import Generation
from index.types import Hit


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer being there, or against it.

    Attributes:
        cosine: of the question and the nearest passage, in [-1, 1].
        missing: the question's words that no passage of the library holds.
        found: whether there is any passage at all.
    """

    cosine: float
    missing: tuple[str, ...] = ()
    found: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """How likely the sources answer, and from which likelihood on they are quoted.

    The coefficients are fitted by logistic regression on the development cases, answerable and
    unanswerable ones weighed alike; the threshold is where few answerable questions are refused.
    """

    bias: float
    cosine: float
    threshold: float

    def answers(self, evidence: Evidence) -> bool:
        """Whether the sources are quoted, rather than said to hold no answer."""
        return self.confidence(evidence) >= self.threshold

    def confidence(self, evidence: Evidence) -> float:
        """``sigmoid(bias + weight * cosine)``, in [0, 1]; 0 where nothing was found."""
        if not evidence.found:
            return 0.0
        return 1 / (1 + math.exp(-(self.bias + self.cosine * evidence.cosine)))


@cache
def shipped_decision() -> Decision:
    """The coefficients that come with the package, fitted with the bundled encoder."""
    text = (resources.files("assistant") / "decision.json").read_text(encoding="utf-8")
    return Decision(**json.loads(text))


def evidence(question: str, hits: Sequence[Hit], generation: Generation) -> Evidence:
    """The signals of one question, from the passages found for it."""
    missing = tuple(word for word in _words(question) if _unknown(word, generation))
    return Evidence(max((hit.parts["cosine"] for hit in hits), default=0.0), missing, bool(hits))


def _words(question: str) -> list[str]:
    """The question's words as written, each once."""
    stripped = (word.strip("?!.,;:()[]{}\"'“”‘’`*_$") for word in question.split())
    return list(dict.fromkeys(word for word in stripped if word))


def _unknown(word: str, generation: Generation) -> bool:
    """Whether no passage holds the word; stop words are never unknown."""
    known = generation.lexical.vocabulary
    return not is_stop_word(word) and not any(term in known for term in terms(word))
