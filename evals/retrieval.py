"""Retrieval and abstaining on our own cases, over the curriculum alone, in a home made for it."""

import tempfile
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.decide import shipped_decision
from evals.cases import gold_chunks, retrieval_cases, unanswerable_cases
from evals.metrics import mean, per_query
from evals.types import RetrievalCase, UnanswerableCase
from index.encoder import Encoder
from index.home import Home
from index.search import Searcher
from index.update import Progress, fingerprint, update

_RANKED = 50


def measure_retrieval(encoder: Encoder, progress: Progress) -> dict[str, Any]:
    """Ranks every answerable case and asks every case.

    Returns:
        ``settings``; ``metrics``: rankings over the answerable cases (a case without results scores
        zero), and of abstaining: precision and recall over all cases, and the share of answerable
        questions that were refused; ``per_query``: what each case got.

    Raises:
        CaseError: if a quote is no longer in the corpus.
    """
    with tempfile.TemporaryDirectory(prefix="viva-eval-") as scratch:
        home = Home(Path(scratch))
        update(home, encoder, progress=progress)
        return _measure(Assistant(Searcher(home, encoder), shipped_decision()), progress)


def _measure(assistant: Assistant, progress: Progress) -> dict[str, Any]:
    generation = assistant.searcher.generation
    answerable, unanswerable = retrieval_cases(), unanswerable_cases()
    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    abstained: dict[str, bool] = {}
    for number, case in enumerate(answerable, 1):
        qrels[case.id] = gold_chunks(case, generation.documents, generation.chunks)
        hits = assistant.searcher.search(case.question, _RANKED)
        run[case.id] = {hit.chunk.chunk_id: hit.score for hit in hits}
        abstained[case.id] = assistant.ask(case.question).abstained
        progress("asking what has an answer", number, len(answerable))
    for number, missing in enumerate(unanswerable, 1):
        abstained[missing.id] = assistant.ask(missing.question).abstained
        progress("asking what has none", number, len(unanswerable))

    scores = per_query(qrels, run)
    refused = sum(abstained[case.id] for case in answerable)
    caught = sum(abstained[case.id] for case in unanswerable)
    everything: list[RetrievalCase | UnanswerableCase] = [*answerable, *unanswerable]
    per_case: list[dict[str, Any]] = [
        {"id": case.id, "question": case.question, "abstained": abstained[case.id]}
        for case in everything
    ]
    for row in per_case:
        row.update(scores.get(row["id"], {"unanswerable": True}))
    return {
        "settings": {
            "answerable": len(answerable),
            "unanswerable": len(unanswerable),
            "documents": len(generation.documents),
            "chunks": len(generation.chunks),
            "corpus_digest": generation.manifest["corpus_digest"],
            **fingerprint(assistant.searcher.encoder),
        },
        "metrics": {
            **mean(scores),
            "abstention_precision": caught / max(caught + refused, 1),
            "abstention_recall": caught / max(len(unanswerable), 1),
            "refused_answerable": refused / max(len(answerable), 1),
        },
        "per_query": per_case,
    }
