"""Cosine search against brute force, and fusion against its formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from evals.configs import bm25, dense, late, rrf
from index.dense import build_dense, load_dense
from index.fusion import convex, share_of_best
from index.search import LATE_WEIGHT, Signals, hybrid

SCORES = hnp.arrays(np.float64, st.integers(1, 8), elements=st.floats(-5, 5, width=32))


def signals(cosine: np.ndarray, bm25: np.ndarray, **others: np.ndarray) -> Signals:
    """Signals whose late interaction and feedback say nothing unless given."""
    values = {"late": np.full(len(cosine), np.nan), "refined": cosine} | others
    return Signals(np.arange(7, 7 + len(cosine)), cosine, bm25, **values)


def unit_rows(n: int, dim: int = 16, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def half(vectors: np.ndarray) -> np.ndarray:
    """Vectors as they are kept: in half precision."""
    return vectors.astype(np.float16).astype(np.float32)


def test_nearest_is_brute_force(tmp_path) -> None:
    rows, query = unit_rows(50), unit_rows(1, seed=1)[0]
    index = build_dense(rows)
    index.save(tmp_path)
    order = np.argsort(-(rows @ query), kind="stable")
    for stored in (index, load_dense(tmp_path)):
        assert stored.nearest(query, 7).tolist() == order[:7].tolist()
        assert sorted(stored.nearest(query, 99)) == list(range(50))
        np.testing.assert_array_equal(stored.vectors(order[:5]), half(rows[order[:5]]))


def test_filtered_nearest_is_brute_force_over_what_is_allowed() -> None:
    rows, query = unit_rows(50), unit_rows(1, seed=2)[0]
    allowed = np.arange(0, 50, 3)
    expected = allowed[np.argsort(-(rows[allowed] @ query), kind="stable")]
    assert build_dense(rows).nearest(query, 5, allowed).tolist() == expected[:5].tolist()
    assert build_dense(rows).nearest(query, 5, np.empty(0, np.int64)).size == 0


def test_a_graph_finds_nearly_what_brute_force_finds(tmp_path) -> None:
    centres, noise = unit_rows(300, 64), unit_rows(6000, 64, seed=1)
    rows = centres.repeat(20, axis=0) + 0.7 * noise
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    flat, graph = build_dense(rows), build_dense(rows, flat_most=100)
    graph.save(tmp_path)
    queries = unit_rows(20, 64, seed=2)
    for stored in (graph, load_dense(tmp_path)):
        shared = [
            len(np.intersect1d(stored.nearest(query, 200), flat.nearest(query, 200)))
            for query in queries
        ]
        assert np.mean(shared) / 200 >= 0.98
        np.testing.assert_array_equal(stored.vectors(np.array([5, 3])), half(rows[[5, 3]]))


def test_filters_are_exact_over_a_graph() -> None:
    rows, query = unit_rows(500), unit_rows(1, seed=2)[0]
    graph = build_dense(rows, flat_most=100)
    for allowed in (np.array([7]), np.arange(0, 500, 3), np.arange(250)):
        expected = allowed[np.argsort(-(rows[allowed] @ query), kind="stable")]
        assert graph.nearest(query, 20, allowed).tolist() == expected[:20].tolist()


def test_convex_is_its_formula() -> None:
    fused = convex(np.array([0.5, 0.9]), np.array([4.0, 1.0]))
    np.testing.assert_allclose(fused, [0.8 * 0.5 + 0.2 * 1, 0.8 * 0.9 + 0.2 * 0.25])


def test_bm25_without_a_positive_score_contributes_nothing() -> None:
    np.testing.assert_allclose(convex(np.array([0.5]), np.array([-2.0])), [0.8 * 0.5])
    assert share_of_best(np.array([0.0, -1.0])).tolist() == [0.0, 0.0]


@given(SCORES, st.randoms())
def test_fusion_does_not_depend_on_the_order_of_its_inputs(scores: np.ndarray, random) -> None:
    order = list(range(len(scores)))
    random.shuffle(order)
    cosine = np.tanh(scores)
    matched = np.where(scores > 0, cosine / 2, np.nan)
    given = signals(cosine, scores, late=matched, refined=cosine / 3)
    arrays = (given.candidates, given.cosine, given.bm25, given.late, given.refined)
    shuffled = Signals(*(array[order] for array in arrays))
    for fusion in (lambda s: convex(s.cosine, s.bm25), bm25, dense, rrf, late, hybrid):
        np.testing.assert_allclose(fusion(shuffled), fusion(given)[order])


def test_late_is_hybrid_without_feedback() -> None:
    cosine, scores, matched = np.array([0.5, 0.4]), np.array([2.0, 1.0]), np.array([0.3, np.nan])
    given = signals(cosine, scores, late=matched, refined=np.array([9.0, 9.0]))
    fused = convex(cosine, scores)
    expected = [(1 - LATE_WEIGHT) * fused[0] + LATE_WEIGHT * 0.3, fused[1] - 1]
    np.testing.assert_allclose(late(given), expected)


def test_hybrid_is_its_formula_and_what_was_not_reranked_comes_after() -> None:
    scores = hybrid(
        signals(
            np.array([0.5, 0.4, 0.9]),
            np.array([4.0, 0.0, 2.0]),
            late=np.array([0.6, 0.1, np.nan]),
            refined=np.array([0.7, 0.3, 0.9]),
        )
    )
    first = (1 - LATE_WEIGHT) * (0.8 * 0.7 + 0.2 * 1) + LATE_WEIGHT * 0.6
    second = (1 - LATE_WEIGHT) * 0.8 * 0.3 + LATE_WEIGHT * 0.1
    np.testing.assert_allclose(scores, [first, second, 0.8 * 0.9 + 0.2 * 0.5 - 1])
    assert scores.argmin() == 2


def test_rrf_is_its_formula() -> None:
    fused = rrf(signals(np.array([0.9, 0.5, 0.1]), np.array([0.0, 2.0, 3.0])))
    np.testing.assert_allclose(fused, [1 / (60 + 1), 1 / (60 + 2) + 1 / (60 + 2), 1 / 63 + 1 / 61])


@given(SCORES)
def test_shares_lie_between_zero_and_one(scores: np.ndarray) -> None:
    shares = share_of_best(scores)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert shares.max() == pytest.approx(1.0 if scores.max() > 0 else 0.0)
