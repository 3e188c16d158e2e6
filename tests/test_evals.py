"""Metrics against a naive implementation; cases against their schema and the corpus."""

import json
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from evals.beir import by_document, measure_beir, percentiles, read_beir
from evals.errors import CaseError
from evals.metrics import mean, per_query
from index.encoder import Encoder

DOCS = [f"d{i:02}" for i in range(30)]
GRADES = st.dictionaries(st.sampled_from(DOCS), st.integers(0, 3), min_size=1, max_size=8)
SCORES = st.dictionaries(st.sampled_from(DOCS), st.floats(0, 1, width=32), max_size=30)


def naive(grades: dict[str, int], scores: dict[str, float]) -> dict[str, float]:
    """The four metrics, written out; equal scores stay in the order given."""
    ranked = [doc for doc, _ in sorted(scores.items(), key=lambda item: -item[1])]
    relevant = {doc for doc, grade in grades.items() if grade > 0}

    def dcg(gains: list[int]) -> float:
        return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains[:10], 1))

    ideal = dcg(sorted(grades.values(), reverse=True))
    first = next((rank for rank, doc in enumerate(ranked[:10], 1) if doc in relevant), 0)

    def recall(k: int) -> float:
        return len(relevant & set(ranked[:k])) / len(relevant) if relevant else 0.0

    return {
        "nDCG@10": dcg([grades.get(doc, 0) for doc in ranked]) / ideal if ideal else 0.0,
        "R@5": recall(5),
        "R@20": recall(20),
        "RR@10": 1 / first if first else 0.0,
    }


@given(GRADES.filter(lambda grades: any(grades.values())), SCORES)
def test_metrics_equal_a_naive_implementation(
    grades: dict[str, int], scores: dict[str, float]
) -> None:
    measured = per_query({"q": grades}, {"q": scores})["q"]
    assert measured == pytest.approx(naive(grades, scores), abs=1e-9)
    assert all(0 <= value <= 1 for value in measured.values())


def test_a_query_without_results_scores_zero_and_counts() -> None:
    values = per_query({"a": {"d": 1}, "b": {"d": 1}, "c": {"d": 1}}, {"a": {"d": 1.0}, "b": {}})
    assert values["b"] == values["c"] == dict.fromkeys(values["a"], 0.0)
    assert mean(values)["nDCG@10"] == pytest.approx(1 / 3)
    assert mean({}) == {}


def test_documents_score_as_their_best_chunk(assistant: Assistant) -> None:
    hits = assistant.searcher.search("attention", 20)
    best = by_document((hit.chunk.doc_id, hit.score) for hit in hits)
    assert best == {doc: max(hit.score for hit in hits if hit.chunk.doc_id == doc) for doc in best}


def write_set(folder: Path, **files: list[str]) -> Path:
    names = {"corpus": "corpus.jsonl", "queries": "queries.jsonl", "qrels": "qrels.tsv"}
    for key, name in names.items():
        (folder / name).write_text("\n".join(files[key]) + "\n")
    return folder


CORPUS = [
    json.dumps({"_id": "a", "title": "Capitals", "text": "Canberra is a capital."}),
    json.dumps({"_id": "b", "title": "", "text": "Kernels slide over images."}),
    json.dumps({"_id": "c", "title": "", "text": ""}),
]
QUERIES = [json.dumps({"_id": "q", "text": "capital city"}), json.dumps({"_id": "x", "text": "y"})]
QRELS = ["query-id\tcorpus-id\tscore", "q\ta\t1", "q\tb\t0"]


def test_a_public_set_is_measured_through_the_pipeline(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_set(tmp_path, corpus=CORPUS, queries=QUERIES, qrels=QRELS)
    report = measure_beir(folder, encoder, lambda *_: None)
    assert (report["n_docs"], report["n_queries"]) == (3, 1)
    assert set(report["configs"]) == {"bm25", "dense", "rrf", "convex", "hybrid"}
    assert report["configs"]["hybrid"] == {"nDCG@10": 1, "R@5": 1, "R@20": 1, "RR@10": 1}
    assert report["latency_ms"]["p95"] >= report["latency_ms"]["p50"] > 0


@pytest.mark.parametrize(
    ("corpus", "qrels", "message"),
    [
        (["{"], QRELS, r"corpus\.jsonl, line 1: not JSON"),
        (['{"text": "x"}'], QRELS, r"corpus\.jsonl, line 1: no _id"),
        (CORPUS, ["h", "q\ta"], r"qrels\.tsv, line 2: expected"),
        (CORPUS, ["h", "q\ta\tx"], r"qrels\.tsv, line 2: expected"),
    ],
)
def test_sets_that_do_not_fit_name_the_line(
    tmp_path: Path, corpus: list[str], qrels: list[str], message: str
) -> None:
    write_set(tmp_path, corpus=corpus, queries=QUERIES, qrels=qrels)
    with pytest.raises(CaseError, match=message):
        read_beir(tmp_path)


def test_a_folder_without_a_set_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"needs corpus\.jsonl"):
        read_beir(tmp_path)


def test_percentiles() -> None:
    assert percentiles([1.0, 2.0, 3.0]) == {"p50": 2.0, "p95": 2.9}
    assert percentiles([]) == {"p50": 0.0, "p95": 0.0}
