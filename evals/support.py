"""The support check fitted on the development pairs, and measured on any."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from assistant.assistant import Assistant
from assistant.split import split_questions
from assistant.support.align import Comparison, Text
from assistant.support.check import (
    SupportModel,
    check,
    passage_text,
    sentence_text,
    shipped_support,
)
from assistant.support.signals import DECISIVE, SIGNALS, signals
from assistant.types import Verdict
from evals.cases import Report, cases
from evals.errors import CaseError
from evals.types import AnswerCase, Split, SupportPair
from index.encoder import Encoded
from index.progress import Progress
from ingest.structure.sentences import sentence_spans

FAITHFUL_FLAGGED = 0.1
"""Share of the faithful development paraphrases that the threshold flags."""

_PENALTY = 0.1
_KIND, _OWN, _ELSEWHERE, _NEARBY = 0.2, 0.1, 0.02, 0.01

Rows = npt.NDArray[np.float64]


class SentenceEncoder(Protocol):
    """What texts are compared by; see `index.encoder.Encoder`."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the weights."""
        ...

    def encode_query(self, text: str) -> Encoded:
        """The word pieces of a text."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, a passage, and whether the one is carried by the other."""

    sentence: str
    passage: str
    altered: bool
    weight: float


def fit_support(encoder: SentenceEncoder, progress: Progress) -> SupportModel:
    """Fits the coefficients to the development pairs.

    Logistic regression with coefficients that are never negative (a signal can only speak against
    a sentence), so that nothing is learnt from how the altered sentences happen to be worded. The
    passages' own sentences are added as supported, and sentences beside a passage on something
    else or a passage nearby as not supported, all with little weight. Each kind of alteration
    counts the same, however many pairs of it there are.
    """
    pairs = cases(SupportPair, Split.DEV)
    examples = list(_examples(pairs))
    rows = []
    for number, each in enumerate(examples, 1):
        compared = Comparison(_text(each.sentence, encoder), _text(each.passage, encoder))
        rows.append([signals(compared).values[name] for name in SIGNALS])
        progress("checking", number, len(examples))
    fitted = _fit(
        np.array(rows),
        np.array([each.altered for each in examples]),
        np.array([each.weight for each in examples]),
        encoder.sha256,
    )
    faithful = [each.label == "faithful" for each in pairs]
    supports = _supports(np.array(rows)[: len(pairs)][faithful], fitted)
    threshold = round(float(np.quantile(supports, FAITHFUL_FLAGGED)), 4)
    return SupportModel(fitted.encoder, fitted.bias, fitted.weights, threshold)


def measure_support(
    encoder: SentenceEncoder, progress: Progress, file: Path | None = None
) -> dict[str, Any]:
    """Flagged shares by kind of sentence.

    Args:
        encoder: whose shipped coefficients are measured.
        progress: told how many sentences are checked.
        file: pairs of one's own, one JSON object a line with ``passage``, ``sentence`` and
            ``kind``; default: our own, by part of the split.

    Returns:
        ``settings``, and ``flagged``: part to kind to the number of pairs and the share flagged.

    Raises:
        CaseError: naming the line of the file that does not fit.
    """
    report = Report("support")
    parts: Mapping[str, Sequence[SupportPair]] = (
        {file.name: _read(file)}
        if file
        else {str(split): cases(SupportPair, split, report) for split in Split}
    )
    model = shipped_support(encoder.sha256)
    total, done = sum(map(len, parts.values())), 0
    flagged: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for part, pairs in parts.items():
        for pair in pairs:
            passage, sentence = _text(pair.passage, encoder), _text(pair.sentence, encoder)
            verdict = check(sentence, [passage], model).verdict
            flagged[part][pair.kind].append(verdict is Verdict.UNSUPPORTED)
            done += 1
            progress("checking", done, total)
    return {
        "settings": {"encoder": encoder.sha256[:12], "threshold": model.threshold},
        "flagged": {
            part: {
                kind: {"pairs": len(found), "flagged": round(sum(found) / len(found), 3)}
                for kind, found in sorted(kinds.items())
            }
            for part, kinds in flagged.items()
        },
    }


def support_judge(encoder: SentenceEncoder) -> Callable[[str, str], float]:
    """Whether a passage carries a sentence, 1 or 0, by the check that answers go through."""
    model = shipped_support(encoder.sha256)

    def judge(passage: str, sentence: str) -> float:
        found = check(_text(sentence, encoder), [_text(passage, encoder)], model)
        return float(found.verdict is not Verdict.UNSUPPORTED)

    return judge


def measure_control(assistant: Assistant, progress: Progress) -> dict[str, float]:
    """The check over extractive answers to the development questions: all should be supported."""
    questions = [case.question for case in cases(AnswerCase, Split.DEV)]
    encoder = assistant.searcher.encoder
    model = shipped_support(encoder.sha256)
    supported = []
    for number, question in enumerate(questions, 1):
        passages = {
            found.hit.chunk.chunk_id: passage_text(found.hit.chunk, found.hit.tokens)
            for part in split_questions(question)
            for found in assistant.find(part).relevant
            if found.hit.tokens is not None
        }
        for statement in assistant.ask(question).statements:
            passage = passages[statement.citations[0].chunk_id]
            sentence = sentence_text(statement.text, encoder.encode_query(statement.text))
            supported.append(check(sentence, [passage], model).verdict is Verdict.SUPPORTED)
        progress("asking", number, len(questions))
    return {"statements": len(supported), "supported": round(float(np.mean(supported)), 4)}


def _text(text: str, encoder: SentenceEncoder) -> Text:
    return sentence_text(text, encoder.encode_query(text))


def _examples(pairs: Sequence[SupportPair]) -> Iterator[Example]:
    """The pairs themselves first, then what is added to them."""
    kinds = Counter(pair.kind for pair in pairs)
    faithful = sum(pair.label == "faithful" for pair in pairs)
    for pair in pairs:
        altered = pair.label == "altered"
        weight = _KIND * faithful / kinds[pair.kind] if altered else 1.0
        yield Example(pair.sentence, pair.passage, altered, weight)
    for pair in pairs:
        for start, end in sentence_spans(pair.passage):
            yield Example(pair.passage[start:end], pair.passage, altered=False, weight=_OWN)
    for place, pair in enumerate(pairs):
        elsewhere = pairs[(place + len(pairs) // 2) % len(pairs)]
        yield Example(pair.sentence, elsewhere.passage, altered=True, weight=_ELSEWHERE)
        nearby = pairs[(place + 1) % len(pairs)]
        if nearby.doc_id == pair.doc_id and nearby.passage != pair.passage:
            yield Example(pair.sentence, nearby.passage, altered=True, weight=_NEARBY)


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


def _read(file: Path) -> list[SupportPair]:
    """Pairs of a file; what does not bear on the check may be left out."""
    found = []
    try:
        # Only a line feed ends a line: other line ends may stand in a JSON text.
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{file}: cannot be read as UTF-8 text") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            known = {"id": str(number), "doc_id": "-", "split": "test", "label": "altered"}
            found.append(SupportPair.model_validate_json(json.dumps(known | row)))
        except (ValidationError, ValueError, TypeError) as error:
            raise CaseError(f"{file}, line {number}: needs passage, sentence and kind") from error
    return found
