"""Retrieval and abstaining on our own cases, over the curriculum alone, in a home made for it."""

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.decide import shipped_decision
from evals.cases import Report, cases
from evals.configs import CONFIGS
from evals.gold import gold_chunks
from evals.metrics import Qrels, Run, mean, per_query
from evals.types import RetrievalCase, Split, UnanswerableCase
from index.encoder import Encoder
from index.home import Home
from index.progress import Progress
from index.search import Searcher, rank
from index.types import NO_FILTERS
from index.update import update

_RANKED = 50
_GROUPS = ("split", "style", "type", "section", "difficulty")
_USED = "hybrid"


def measure_retrieval(encoder: Encoder, progress: Progress) -> dict[str, Any]:
    """Ranks every answerable case and decides for every case whether it has an answer.

    Returns:
        ``settings``; ``metrics``: rankings over the answerable cases (a case without results scores
        zero), and of abstaining: precision and recall over all cases, and the share of answerable
        questions that were refused; ``by``: the ranking metrics by split, style, type, section and
        difficulty; ``configs``: the rankings compared, on the development part; ``per_query``.

    Raises:
        CaseError: if a quote is no longer in the corpus.
    """
    with tempfile.TemporaryDirectory(prefix="viva-eval-") as scratch:
        home = Home(Path(scratch))
        update(home, encoder, progress=progress)
        return _measure(
            Assistant(Searcher(home, encoder), shipped_decision(encoder.sha256)), progress
        )


def _measure(assistant: Assistant, progress: Progress) -> dict[str, Any]:
    report = Report("retrieval and abstaining")
    answerable = [case for split in Split for case in cases(RetrievalCase, split, report)]
    unanswerable = [case for split in Split for case in cases(UnanswerableCase, split, report)]
    generation = assistant.searcher.generation
    qrels: dict[str, dict[str, int]] = {}
    runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in CONFIGS}
    for number, case in enumerate(answerable, 1):
        qrels[case.id] = gold_chunks(case.id, case.gold, generation.documents, generation.chunks)
        signals = assistant.searcher.signals(case.question, NO_FILTERS, generation)
        for name, fusion in CONFIGS.items():
            hits = rank(signals, fusion, _RANKED, generation)
            runs[name][case.id] = {hit.chunk.chunk_id: hit.score for hit in hits}
        progress("ranking", number, len(answerable))

    asked: list[RetrievalCase | UnanswerableCase] = [*answerable, *unanswerable]
    abstained: dict[str, bool] = {}
    for number, question in enumerate(asked, 1):
        found = assistant.find(question.question)
        abstained[question.id] = not assistant.decision.answers(found.evidence)
        progress("deciding", number, len(asked))

    scores = per_query(qrels, runs[_USED])
    return {
        "settings": {
            "answerable": len(answerable),
            "unanswerable": len(unanswerable),
            "documents": len(generation.documents),
            "chunks": len(generation.chunks),
            "corpus_digest": generation.manifest["corpus_digest"],
            **assistant.searcher.fingerprint,
        },
        "metrics": mean(scores) | _abstaining(answerable, unanswerable, abstained),
        "by": {group: _by(group, answerable, scores) for group in _GROUPS},
        "configs": _compared(answerable, qrels, runs),
        "per_query": [
            {"id": case.id, "question": case.question, "abstained": abstained[case.id]}
            | scores.get(case.id, {"unanswerable": True})
            for case in asked
        ],
    }


def _abstaining(
    answerable: Sequence[RetrievalCase],
    unanswerable: Sequence[UnanswerableCase],
    abstained: Mapping[str, bool],
) -> dict[str, float]:
    """Precision and recall of abstaining, and of each kind of question the share refused."""
    refused = sum(abstained[case.id] for case in answerable)
    caught = sum(abstained[case.id] for case in unanswerable)
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for case in unanswerable:
        kinds[case.kind].append(abstained[case.id])
    return {
        "abstention_precision": caught / max(caught + refused, 1),
        "abstention_recall": caught / max(len(unanswerable), 1),
        "refused_answerable": refused / max(len(answerable), 1),
        **{f"refused_{kind}": sum(values) / len(values) for kind, values in sorted(kinds.items())},
    }


def _by(
    group: str, answerable: Sequence[RetrievalCase], scores: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Mean metrics, and how many cases there are, for each value of a field of the cases."""
    members: defaultdict[str, dict[str, Mapping[str, float]]] = defaultdict(dict)
    for case in answerable:
        members[str(getattr(case, group))][case.id] = scores[case.id]
    return {value: {"cases": len(of), **mean(of)} for value, of in sorted(members.items())}


def _compared(
    answerable: Sequence[RetrievalCase], qrels: Qrels, runs: Mapping[str, Run]
) -> dict[str, dict[str, Any]]:
    """Each configuration's metrics on the development part, and its R@5 by style."""
    dev = [case for case in answerable if case.split is Split.DEV]
    judged = {case.id: qrels[case.id] for case in dev}
    compared: dict[str, dict[str, Any]] = {}
    for name, run in runs.items():
        scores = per_query(judged, run)
        styles = _by("style", dev, scores)
        recall = {style: values["R@5"] for style, values in styles.items()}
        compared[name] = {**mean(scores), "R@5 by style": recall}
    return compared
