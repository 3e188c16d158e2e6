"""The support check measured: on pairs of passage and sentence, and on answers."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from assistant.assistant import Assistant
from assistant.split import asked_in
from assistant.support.align import Text
from assistant.support.check import check, passage_text, sentence_text, shipped_support
from assistant.types import Verdict
from evals.cases import Report, cases
from evals.lines import read_models
from evals.types import AnswerCase, Split, SupportPair
from index.encoder import Encoded
from index.progress import Progress


class SentenceEncoder(Protocol):
    """What texts are compared by; see `index.encoder.Encoder`."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the weights."""
        ...

    def encode_query(self, text: str) -> Encoded:
        """The word pieces of a text."""
        ...


class OwnPair(SupportPair):
    """A pair of one's own: what does not bear on the check may be left out."""

    id: str = "-"
    doc_id: str = "-"
    label: Literal["faithful", "altered"] = "altered"
    split: Split = Split.TEST


def as_text(text: str, encoder: SentenceEncoder) -> Text:
    """A text as the check compares it."""
    return sentence_text(text, encoder.encode_query(text))


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
    report = Report()
    parts: Mapping[str, Sequence[SupportPair]] = (
        {file.name: list(read_models(file, OwnPair))}
        if file
        else {str(split): cases(SupportPair, split, report) for split in Split}
    )
    model = shipped_support(encoder.sha256)
    total, done = sum(map(len, parts.values())), 0
    flagged: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for part, pairs in parts.items():
        for pair in pairs:
            passage, sentence = as_text(pair.passage, encoder), as_text(pair.sentence, encoder)
            verdict = check(sentence, [passage], model).verdict
            flagged[part][pair.kind].append(verdict is Verdict.UNSUPPORTED)
            done += 1
            progress("checking", done, total)
    return {
        "settings": {"encoder": encoder.sha256[:12], "threshold": model.threshold},
        "flagged": {part: shares(kinds) for part, kinds in flagged.items()},
    }


def shares(flagged: Mapping[str, Sequence[bool]]) -> dict[str, dict[str, float]]:
    """Of each kind of sentence the number of pairs and the share flagged."""
    return {
        kind: {"pairs": len(found), "flagged": round(sum(found) / len(found), 3)}
        for kind, found in sorted(flagged.items())
    }


def support_judge(encoder: SentenceEncoder) -> Callable[[str, str], float]:
    """Whether a passage carries a sentence, 1 or 0, by the check that answers go through."""
    model = shipped_support(encoder.sha256)

    def judge(passage: str, sentence: str) -> float:
        found = check(as_text(sentence, encoder), [as_text(passage, encoder)], model)
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
            for part, turns in asked_in(question, ())
            for found in assistant.find(part, turns).relevant
            if found.hit.tokens is not None
        }
        for statement in assistant.ask(question).statements:
            passage = passages[statement.citations[0].chunk_id]
            sentence = as_text(statement.text, encoder)
            supported.append(check(sentence, [passage], model).verdict is Verdict.SUPPORTED)
        progress("asking", number, len(questions))
    return {"statements": len(supported), "supported": round(float(np.mean(supported)), 4)}
