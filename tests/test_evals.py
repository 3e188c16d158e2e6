"""Public test sets in the layout of BEIR, through the real pipeline."""

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.beir import by_document, measure_beir, percentiles, read_beir
from evals.errors import CaseError
from index.encoder import Encoder


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
    assert set(report["configs"]) == {"bm25", "dense", "rrf", "convex", "late", "hybrid"}
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
