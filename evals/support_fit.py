"""The support check fitted on the development pairs, and judged by pairs left out of the fit."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from assistant.support.align import Comparison
from assistant.support.check import SupportModel
from assistant.support.signals import DECISIVE, SIGNALS, signals
from evals.cases import cases
from evals.support import SentenceEncoder, as_text, shares
from evals.types import Split, SupportPair
from index.progress import Progress
from ingest.structure.sentences import sentence_spans

FAITHFUL_FLAGGED = 0.1
"""Share of the faithful development paraphrases that the threshold flags."""

_PENALTY = 0.1
_KIND, _OWN, _ELSEWHERE, _NEARBY = 0.2, 0.1, 0.02, 0.01
_OF_IT, _OTHER, _BESIDE = "copied", "beside another subject", "beside a passage nearby"
_PARTS = 6
_TEXTS = 1000
"""Texts kept as the encoder sees them; each takes some hundred kilobytes."""

Rows = npt.NDArray[np.float64]
Measure = Callable[[str, str], tuple[float, ...]]
"""The signals of a sentence and a passage, in the order of `SIGNALS`."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, a passage, and whether the one is carried by the other.

    Attributes:
        kind: of the pair, or what was added to the pairs.
    """

    sentence: str
    passage: str
    kind: str
    altered: bool
    weight: float


def fit_support(
    encoder: SentenceEncoder, progress: Progress, pairs: Sequence[SupportPair] | None = None
) -> SupportModel:
    """Fits the coefficients to pairs; default: those for development.

    Logistic regression with coefficients that are never negative (a signal can only speak against
    a sentence), so that nothing is learnt from how the altered sentences happen to be worded. The
    passages' own sentences are added as supported, and sentences beside a passage on something
    else or a passage nearby as not supported, all with little weight. Each kind of alteration
    counts the same, however many pairs of it there are.
    """
    pairs = cases(SupportPair, Split.DEV) if pairs is None else pairs
    return _fitted(pairs, encoder.sha256, _signals_by(encoder), progress)


def cross_validated(
    encoder: SentenceEncoder, progress: Progress, pairs: Sequence[SupportPair] | None = None
) -> dict[str, dict[str, float]]:
    """By kind, how many pairs there are and the share flagged by fits without their documents.

    The documents in six parts, each judged by what was fitted to the others; what the fit adds to
    the pairs is judged too. Default: the development pairs.
    """
    pairs = cases(SupportPair, Split.DEV) if pairs is None else pairs
    documents = sorted({pair.doc_id for pair in pairs})
    measure = _signals_by(encoder)
    flagged: defaultdict[str, list[bool]] = defaultdict(list)
    for part in range(_PARTS):
        held = set(documents[part::_PARTS])
        others = [pair for pair in pairs if pair.doc_id not in held]
        model = _fitted(others, encoder.sha256, measure, progress)
        judged = list(_examples([pair for pair in pairs if pair.doc_id in held]))
        supports = _supports(np.array([measure(x.sentence, x.passage) for x in judged]), model)
        for example, support in zip(judged, supports, strict=True):
            flagged[example.kind].append(bool(support < model.threshold))
    return shares(flagged)


def _signals_by(encoder: SentenceEncoder) -> Measure:
    """The signals of a sentence and a passage, found once for the same two."""
    text = lru_cache(_TEXTS)(lambda said: as_text(said, encoder))

    @cache
    def measure(sentence: str, passage: str) -> tuple[float, ...]:
        found = signals(Comparison(text(sentence), text(passage))).values
        return tuple(found[name] for name in SIGNALS)

    return measure


def _fitted(
    pairs: Sequence[SupportPair], encoder: str, measure: Measure, progress: Progress
) -> SupportModel:
    """Coefficients and threshold for some pairs."""
    examples, found = list(_examples(pairs)), []
    for number, each in enumerate(examples, 1):
        found.append(measure(each.sentence, each.passage))
        progress("checking", number, len(examples))
    rows = np.array(found)
    labels, weights = zip(*((each.altered, each.weight) for each in examples), strict=True)
    fitted = _fit(rows, np.array(labels), np.array(weights), encoder)
    faithful = [each.label == "faithful" for each in pairs]
    supports = _supports(rows[: len(pairs)][faithful], fitted)
    threshold = round(float(np.quantile(supports, FAITHFUL_FLAGGED)), 4)
    return replace(fitted, threshold=threshold)


def _examples(pairs: Sequence[SupportPair]) -> Iterator[Example]:
    """The pairs themselves first, then what is added to them."""
    kinds = Counter(pair.kind for pair in pairs)
    faithful = sum(pair.label == "faithful" for pair in pairs)
    for pair in pairs:
        altered = pair.label == "altered"
        weight = _KIND * faithful / kinds[pair.kind] if altered else 1.0
        yield Example(pair.sentence, pair.passage, pair.kind, altered=altered, weight=weight)
    for pair in pairs:
        for start, end in sentence_spans(pair.passage):
            own = pair.passage[start:end]
            yield Example(own, pair.passage, _OF_IT, altered=False, weight=_OWN)
    for place, pair in enumerate(pairs):
        elsewhere = pairs[(place + len(pairs) // 2) % len(pairs)]
        yield Example(pair.sentence, elsewhere.passage, _OTHER, altered=True, weight=_ELSEWHERE)
        nearby = pairs[(place + 1) % len(pairs)]
        if nearby.doc_id == pair.doc_id and nearby.passage != pair.passage:
            yield Example(pair.sentence, nearby.passage, _BESIDE, altered=True, weight=_NEARBY)


def _fit(rows: Rows, labels: npt.NDArray[np.bool_], weights: Rows, encoder: str) -> SupportModel:
    """Weighted logistic regression, L2, coefficients bounded below by zero (L-BFGS-B)."""
    from scipy.optimize import minimize

    signs = np.where(labels, -1.0, 1.0)

    def loss(values: Rows) -> float:
        scores = rows @ values[1:] + values[0]
        fit = float((weights * np.logaddexp(0, signs * scores)).sum())
        return fit + _PENALTY * float((values[1:] ** 2).sum()) / 2

    bounds = [(None, None), *[(0.0, None)] * rows.shape[1]]
    found = minimize(loss, np.zeros(rows.shape[1] + 1), bounds=bounds, method="L-BFGS-B").x
    bias, *fitted = (round(float(value), 4) for value in found)
    return SupportModel(encoder, bias, dict(zip(SIGNALS, fitted, strict=True)))


def _supports(rows: Rows, model: SupportModel) -> Rows:
    """[n_rows] the support of each; 0 where one signal decides."""
    weights = np.array([model.weights[name] for name in SIGNALS])
    decided = (rows[:, [SIGNALS.index(name) for name in DECISIVE]] >= 1).any(axis=1)
    return np.where(decided, 0.0, 1 / (1 + np.exp(rows @ weights + model.bias)))
