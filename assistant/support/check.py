"""The support check: how far passages carry a sentence, and what that comes to."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np

from assistant.support.align import Comparison, Text, text_of, together
from assistant.support.signals import DECISIVE, Signals, signals
from assistant.types import Verdict
from index.encoder import Encoded
from index.tokens import STEPS, Tokens
from ingest.types import Chunk

_DECIDES = 0.1
"""Most that a sentence can be supported where one signal decides."""


@dataclass(frozen=True, slots=True)
class Support:
    """What the check of one sentence found.

    Attributes:
        value: how far the passages carry it, in [0, 1].
        reason: why it is not supported, in a few words; empty if it is.
    """

    value: float
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SupportModel:
    """How much each signal takes from the support of a sentence.

    Attributes:
        encoder: SHA-256 of the weights that the coefficients were fitted with.
        bias: of the logistic regression, the likelihood that a sentence is *not* supported.
        weights: of each signal, none negative.
        threshold: least support of a supported sentence.
    """

    encoder: str = ""
    bias: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.0

    @property
    def decisive(self) -> Sequence[str]:
        """What decides alone; without weights numbers, since other scales are one encoder's."""
        return DECISIVE if self.weights else ("number",)

    def support(self, found: Signals) -> float:
        """``1 - sigmoid(bias + weights · signals)``; 1 without weights."""
        if not self.weights:
            return 1.0
        weighed = (weight * found.values[name] for name, weight in self.weights.items())
        return 1 - 1 / (1 + math.exp(-(self.bias + sum(weighed))))


@cache
def shipped_support(encoder: str) -> SupportModel:
    """The coefficients that come with the package for the encoder with these weights.

    With another encoder numbers alone are compared, until `viva eval fit-support` has been run with
    it and its coefficients put in place of the package's.
    """
    text = (resources.files("assistant.support") / "support.json").read_text(encoding="utf-8")
    fitted = SupportModel(**json.loads(text))
    return fitted if fitted.encoder == encoder else SupportModel(encoder)


def sentence_text(sentence: str, encoded: Encoded) -> Text:
    """A sentence, as the encoder sees it, to be checked."""
    return text_of(sentence, encoded.tokens, encoded.spans)


def passage_text(chunk: Chunk, tokens: Tokens) -> Text:
    """A passage with its stored tokens, to check sentences against; its headings count as said."""
    vectors = tokens.vectors.astype(np.float32) / np.float32(STEPS)
    return text_of(chunk.text, vectors, tokens.spans, "\n".join(chunk.headings))


def check(sentence: Text, passages: Sequence[Text], model: SupportModel) -> Support:
    """How far the passages that a sentence cites carry it.

    Args:
        sentence: as `sentence_text` makes it.
        passages: as `passage_text` makes them; what no one of them says alone, they may say
            together.
        model: `shipped_support` of the encoder that made the vectors.
    """
    if not passages:
        return Support(0.0, Verdict.UNSUPPORTED, "no source is cited")
    if not sentence.words and not sentence.numbers:
        return Support(0.0, Verdict.UNCHECKED, "it states nothing that could be checked")
    found = signals(Comparison(sentence, together(passages)))
    value = model.support(found)
    for name in model.decisive:
        if found.values[name] >= 1:
            return Support(min(value, _DECIDES), Verdict.UNSUPPORTED, found.reasons[name])
    if value >= model.threshold:
        return Support(value, Verdict.SUPPORTED)
    return Support(value, Verdict.UNSUPPORTED, _main_reason(found, model))


def _main_reason(found: Signals, model: SupportModel) -> str:
    """What the signal that weighs most has found."""
    weighed = {
        name: weight * found.values[name]
        for name, weight in model.weights.items()
        if name in found.reasons
    }
    strongest = max(weighed, key=lambda name: weighed[name], default="")
    return found.reasons.get(strongest, "the source does not say so")
