"""Metrics against a naive implementation, and through the files of TREC."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.errors import CaseError
from evals.metrics import mean, per_query
from evals.trec import qrels_lines, read_qrels_file, read_run_file, run_lines

DOCS = [f"d{i:02}" for i in range(30)]
GRADES = st.dictionaries(st.sampled_from(DOCS), st.integers(0, 3), max_size=8)
SCORES = st.dictionaries(
    st.sampled_from(DOCS), st.floats(0, 1, width=32) | st.sampled_from([0.5, 0.25]), max_size=30
)
QRELS = st.dictionaries(st.sampled_from("abcdef"), GRADES.filter(bool), min_size=1, max_size=6)
RUNS = st.dictionaries(st.sampled_from("abcdefgh"), SCORES, max_size=8)


def naive(grades: dict[str, int], scores: dict[str, float]) -> dict[str, float]:
    """Every metric, written out; equal scores stay in the order given."""
    ranked = [doc for doc, _ in sorted(scores.items(), key=lambda item: -item[1])]
    gains = np.array([grades.get(doc, 0) for doc in ranked], dtype=float)
    best = np.array(sorted(grades.values(), reverse=True), dtype=float)
    relevant, total = gains > 0, int((best > 0).sum())
    discounts = 1 / np.log2(np.arange(2, 12))

    def dcg(values: np.ndarray) -> float:
        return float(values[:10] @ discounts[: len(values[:10])])

    precisions = np.cumsum(relevant) / np.arange(1, len(ranked) + 1)
    first = np.flatnonzero(relevant[:10])
    return {
        "nDCG@10": dcg(gains) / dcg(best) if total else 0.0,
        "R@5": relevant[:5].sum() / total if total else 0.0,
        "R@20": relevant[:20].sum() / total if total else 0.0,
        "P@5": relevant[:5].sum() / 5,
        "RR@10": 1 / (first[0] + 1) if len(first) else 0.0,
        "AP": precisions[relevant].sum() / total if total else 0.0,
        "Success@5": float(relevant[:5].any()),
    }


@given(QRELS, RUNS)
def test_metrics_equal_a_naive_implementation(
    qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]
) -> None:
    """Ties, graded gains, missing queries, empty results, queries with nothing relevant."""
    measured = per_query(qrels, run)
    assert measured.keys() == qrels.keys()
    for query, grades in qrels.items():
        assert measured[query] == pytest.approx(naive(grades, run.get(query, {})), abs=1e-9)
        assert all(0 <= value <= 1 for value in measured[query].values())


def test_an_empty_run_scores_zero_and_counts() -> None:
    values = per_query({"a": {"d": 1}, "b": {"d": 1}, "c": {"d": 1}}, {"a": {"d": 1.0}, "b": {}})
    assert values["b"] == values["c"] == dict.fromkeys(values["a"], 0.0)
    assert mean(values)["nDCG@10"] == pytest.approx(1 / 3)
    assert mean(per_query({"a": {"d": 2}}, {})) == dict.fromkeys(values["a"], 0.0)
    assert mean({}) == {}


@given(QRELS, RUNS)
def test_a_run_through_trec_files_gives_the_same_numbers(
    tmp_path_factory: pytest.TempPathFactory,
    qrels: dict[str, dict[str, int]],
    run: dict[str, dict[str, float]],
) -> None:
    folder = tmp_path_factory.mktemp("trec")
    (folder / "q").write_text(qrels_lines(qrels))
    (folder / "r").write_text(run_lines(run))
    judged, ranked = read_qrels_file(folder / "q"), read_run_file(folder / "r")
    assert judged == qrels
    assert ranked == {query: scores for query, scores in run.items() if scores}
    assert per_query(judged, ranked) == per_query(qrels, run)


def test_a_run_file_has_the_fields_of_trec() -> None:
    assert run_lines({"q": {"b": 0.5, "a": 2.0}}, "me") == "q Q0 a 1 2.0 me\nq Q0 b 2 0.5 me\n"
    assert qrels_lines({"q": {"a": 2}}) == "q 0 a 2\n"


@pytest.mark.parametrize("name", ["", "two words", "a\tb"])
def test_ids_that_the_format_cannot_hold_are_refused(name: str) -> None:
    with pytest.raises(CaseError, match="cannot be an id"):
        run_lines({"q": {name: 1.0}})
    with pytest.raises(CaseError, match="cannot be an id"):
        qrels_lines({name: {"d": 1}})


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_run_file, "q Q0 d 1 0.5 t\n\nq Q0 d", "line 3: 6 fields expected, 3 found"),
        (read_run_file, "q Q0 d one 0.5 t", "line 1: rank and score must be numbers"),
        (read_qrels_file, "q 0 d 1.5", "line 1: the grade must be a whole number"),
    ],
)
def test_files_that_do_not_fit_name_the_line(
    tmp_path: Path, read: object, text: str, message: str
) -> None:
    (tmp_path / "f").write_text(text)
    with pytest.raises(CaseError, match=message):
        read(tmp_path / "f")
    with pytest.raises(CaseError, match="cannot be read"):
        read(tmp_path / "none")
