"""Late interaction against a naive loop, feedback against its formula, tokens against floats."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.feedback import PASSAGES, TEMPERATURE, WEIGHT, refined_query
from index.late import best_matches, late_interaction, piece_frequencies, piece_weights
from index.tokens import STEPS, Tokens, concatenate, unit

SIZES = st.lists(st.integers(0, 6), min_size=0, max_size=6)


def tokens(size: int, seed: int, width: int = 8) -> Tokens:
    random = np.random.default_rng(seed)
    rows = unit(random.normal(size=(size, width)).astype(np.float32))
    spans = np.arange(2 * size).reshape(-1, 2)
    return Tokens.of(rows, spans, random.integers(0, 20, size))


@settings(deadline=None)
@given(SIZES, st.integers(0, 4), st.integers(0, 1000))
def test_best_matches_are_those_of_a_naive_loop(sizes: list[int], n: int, seed: int) -> None:
    passages = [tokens(size, seed + i) for i, size in enumerate(sizes)]
    query = unit(np.random.default_rng(seed).normal(size=(n, 8)).astype(np.float32))
    found = best_matches(query, passages)
    assert found.shape == (n, len(sizes))
    for i, piece in enumerate(query):
        for j, passage in enumerate(passages):
            cosines = [float(piece @ row) / STEPS for row in passage.vectors.astype(np.float32)]
            assert math.isclose(found[i, j], max(cosines, default=0.0), abs_tol=1e-5)


def test_late_interaction_is_the_weighted_mean_of_the_best_matches() -> None:
    matches = np.array([[0.9, 0.1], [0.3, 0.5]], dtype=np.float32)
    scores = late_interaction(matches, np.array([3.0, 1.0], dtype=np.float32))
    np.testing.assert_allclose(scores, [(3 * 0.9 + 0.3) / 4, (3 * 0.1 + 0.5) / 4], rtol=1e-6)
    nothing = late_interaction(np.zeros((0, 2), np.float32), np.zeros(0, np.float32))
    assert nothing.tolist() == [0, 0]


def test_rare_pieces_weigh_more_and_unknown_ones_most() -> None:
    passages = [
        tokens(0, 0),
        Tokens.of(np.eye(3, dtype=np.float32), np.zeros((3, 2)), np.array([4, 4, 9])),
    ]
    counts = piece_frequencies(each.pieces for each in passages)
    assert counts.tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    common, unknown, beyond = piece_weights(np.array([4, 5, 700]), counts, n_passages=2)
    assert math.isclose(common, math.sqrt(math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))), rel_tol=1e-6)
    assert math.isclose(unknown, math.sqrt(math.log(1 + 2.5 / 0.5)), rel_tol=1e-6)
    assert beyond == unknown > common
    assert piece_frequencies([]).tolist() == []


def test_quantised_vectors_stay_within_half_a_step() -> None:
    rows = np.array([[0.3, -0.2, 0.0], [0.6, -0.9, 0.1]], dtype=np.float32)
    kept = Tokens.of(rows, np.array([[0, 1], [70_000, 70_001]]), np.array([1, 2]))
    assert np.abs(kept.vectors[0] / STEPS - rows[0]).max() <= 0.5 / STEPS + 1e-7
    np.testing.assert_allclose(kept.vectors[1, :2] / STEPS, [0.5, -0.5])  # clipped
    assert kept.spans.tolist() == [[0, 1], [65_535, 65_535]]


def test_slices_and_concatenation_undo_each_other() -> None:
    whole = tokens(6, 1)
    joined = concatenate([whole[:2], whole[2:2], whole[2:]])
    for name in ("vectors", "spans", "pieces"):
        np.testing.assert_array_equal(getattr(joined, name), getattr(whole, name))


def test_feedback_is_its_formula() -> None:
    query = np.array([1, 0, 0], dtype=np.float32)
    passages = np.eye(3, dtype=np.float32)
    scores = np.array([0.5, 0.5 - TEMPERATURE, 0.5])
    weights = np.array([1, math.exp(-1), 1])
    expected = query + WEIGHT * weights / weights.sum()
    refined = refined_query(query, passages, scores)
    np.testing.assert_allclose(refined, expected / np.linalg.norm(expected), rtol=1e-5)


def test_feedback_looks_at_the_best_passages_alone() -> None:
    rows = np.eye(PASSAGES + 1, dtype=np.float32)
    refined = refined_query(rows[0], rows, np.linspace(1, 0.9, PASSAGES + 1))
    assert refined[PASSAGES] == 0
    assert (refined[:PASSAGES] > 0).all()


def test_feedback_without_passages_changes_nothing() -> None:
    query = np.array([0.6, 0.8], dtype=np.float32)
    assert refined_query(query, np.empty((0, 2), np.float32), np.empty(0)) is query
