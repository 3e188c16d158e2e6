"""Intervals and tests of significance against exact answers and other implementations."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score

from evals.measure.outcome import Outcome, Run
from evals.measure.questions import Kind
from evals.results.abstaining import abstaining, pseudo_values
from evals.results.calibration import ece, reliability
from evals.results.summary import summary
from evals.stats.bootstrap import interval
from evals.stats.randomisation import compare, enough_draws, holm

VALUES = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=40)


def cases(values: list[float]) -> dict[str, float]:
    return {f"c{number}": value for number, value in enumerate(values)}


@settings(max_examples=30, deadline=None)
@given(VALUES)
def test_an_interval_holds_its_mean_and_stays_in_bounds(values: list[float]) -> None:
    found = interval(cases(values))
    assert found.n == len(values)
    assert found.mean == pytest.approx(np.mean(values))
    assert -1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= 1 + 1e-9
    assert found == interval(cases(values)), "seeded"


def test_an_interval_equals_that_of_scipy() -> None:
    values = np.random.default_rng(1).beta(2, 1, size=200)
    found = interval(cases(values.tolist()))
    other = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=20_000, rng=2)
    assert found.low == pytest.approx(other.confidence_interval.low, abs=0.003)
    assert found.high == pytest.approx(other.confidence_interval.high, abs=0.003)
    assert interval({}) is None
    lone = interval({"a": 0.3})
    assert (lone.low, lone.mean, lone.high) == pytest.approx((0.3, 0.3, 0.3))


def exact(differences: list[float]) -> tuple[float, float]:
    """Both p-values over every assignment of signs."""
    sums = np.array([np.dot(signs, differences) for signs in product((-1, 1), repeat=10)])
    seen = sum(differences)
    return np.mean(np.abs(sums) >= abs(seen) - 1e-12), np.mean(sums <= seen + 1e-12)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_p_values_equal_the_exact_ones(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.random(10), rng.random(10) - 0.1 * seed
    found = compare(cases(first.tolist()), cases(second.tolist()))
    p, p_drop = exact((second - first).tolist())
    assert (found.p, found.p_drop) == pytest.approx((p, p_drop)), "of ten, every sign is tried"
    drawn = compare(cases(first.tolist()), cases(second.tolist()), draws=1000)
    assert (drawn.p, drawn.p_drop) == pytest.approx((p, p_drop), abs=0.04)
    assert found.difference == pytest.approx(np.mean(second - first))
    assert found.effect == pytest.approx(np.mean(second - first) / np.std(second - first, ddof=1))
    assert found.low < found.difference < found.high


def test_what_does_not_differ_is_not_significant() -> None:
    same = compare(cases([0.1, 0.5]), cases([0.1, 0.5]))
    assert (same.p, same.p_drop, same.effect, same.difference) == (1, 1, 0, 0)
    assert compare({"a": 1.0}, {"b": 1.0}) is None
    assert compare(cases([1.0] * 40), cases([0.0] * 40)).effect is None
    paired = compare({"a": 0.0, "b": 1.0, "x": 1.0}, {"b": 0.5, "a": 0.5})
    assert (paired.n, paired.before, paired.after) == (2, 0.5, 0.5)


@pytest.mark.parametrize("n", [24, 40])
def test_draws_are_enough_for_so_many_tests(n: int) -> None:
    """The surest drop must pass Holm's first step, whatever the number of tests."""
    for tests in (1, 700, 5000):
        draws = enough_draws(tests)
        found = compare(cases([0.9] * n), cases([0.1] * n), draws)
        assert 0 < found.p_drop <= 0.05 / tests / 20
    chance = np.random.default_rng(8).normal(size=n)
    assert compare(cases([0.0] * n), cases(chance.tolist()), draws).p_drop == pytest.approx(
        stats.ttest_1samp(chance, 0, alternative="less").pvalue, abs=0.02
    )


def test_holm_is_that_of_the_textbook() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == [True, False, False, True]
    assert holm([]) == []
    assert holm([0.02, 0.9]) == [True, False]
    assert holm([0.03, 0.01]) == [True, True], "the second is held against 5 %, not 2.5 %"


def outcome(name: str, kind: Kind, confidence: float, abstained: bool = False) -> Outcome:
    return Outcome(
        name, name, kind, "q", "q", {}, {}, abstained, confidence, (), {}, (), (), 1.0
    )  # fmt: skip


@given(
    st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.50001, 1.0]), min_size=1, max_size=20),
    st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.6]), min_size=1, max_size=20),
)
def test_the_area_under_the_curve_equals_that_of_scikit_learn(
    present: list[float], absent: list[float]
) -> None:
    asked = [outcome(f"p{i}", Kind.RETRIEVAL, c) for i, c in enumerate(present)]
    asked += [outcome(f"a{i}", Kind.UNANSWERABLE, c) for i, c in enumerate(absent)]
    labels = [1] * len(present) + [0] * len(absent)
    expected = roc_auc_score(labels, present + absent)
    assert np.mean(list(pseudo_values(asked).values())) == pytest.approx(expected)
    assert len(pseudo_values(asked)) == len(asked)
    found = abstaining(asked)
    assert found.auroc == pytest.approx(expected)
    for threshold, right, wrong in found.curve:
        assert right == np.mean([c < threshold for c in absent])
        assert wrong == np.mean([c < threshold for c in present])
    assert found.curve[0][1:] == (0, 0)
    assert found.curve[-1][1:] == (1, 1)


def confident(present: np.ndarray, absent: np.ndarray) -> list[Outcome]:
    asked = [outcome(f"p{i}", Kind.RETRIEVAL, c) for i, c in enumerate(present.tolist())]
    return asked + [outcome(f"a{i}", Kind.UNANSWERABLE, c) for i, c in enumerate(absent.tolist())]


def area(present: np.ndarray, absent: np.ndarray) -> float:
    """Of confidences of which no two are equal."""
    return float(np.mean(present[:, None] > absent))


@pytest.mark.parametrize(("n_present", "n_absent"), [(150, 100), (60, 300)])
def test_the_interval_of_the_area_draws_both_kinds(n_present: int, n_absent: int) -> None:
    rng = np.random.default_rng(4)
    present, absent = rng.normal(1, 1, n_present), rng.normal(0, 1, n_absent)
    found = interval(pseudo_values(confident(present, absent)))
    assert found.mean == pytest.approx(area(present, absent))
    drawn = [area(rng.choice(present, n_present), rng.choice(absent, n_absent)) for _ in range(999)]
    assert (found.low, found.high) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.012)
    above = (present[:, None] > absent).astype(float)
    rows, columns = above.mean(axis=1).var(ddof=1), above.mean(axis=0).var(ddof=1)
    spread = np.sqrt(rows / n_present + columns / n_absent)
    assert found.high - found.low == pytest.approx(2 * 1.96 * spread, rel=0.07), "DeLong's"


def test_the_interval_of_a_small_area_stays_in_bounds() -> None:
    asked = confident(np.array([0.9, 0.3]), np.array([0.5, 0.1]))
    found = summary(Run({}, tuple(asked), {}))["headlines"]["AUROC"]
    assert (found["mean"], found["high"], found["n"]) == (0.75, 1.0, 4)


def swapped(first: list[np.ndarray], second: list[np.ndarray], draws: int) -> tuple[float, float]:
    """Both p-values of a difference of areas: each question's two confidences change places."""
    rng, seen = np.random.default_rng(5), area(*second) - area(*first)
    found = []
    for _ in range(draws):
        turned = [rng.random(len(kind)) < 0.5 for kind in first]
        sides = zip(turned, first, second, strict=True)
        pairs = [(np.where(t, b, a), np.where(t, a, b)) for t, a, b in sides]
        found.append(area(*(b for _, b in pairs)) - area(*(a for a, _ in pairs)))
    drawn = np.array(found)
    return np.mean(np.abs(drawn) >= abs(seen) - 1e-12), np.mean(drawn <= seen + 1e-12)


@pytest.mark.parametrize("shift", [-0.2, 0.0, 0.15, 0.3])
def test_areas_are_compared_as_by_swapping_confidences(shift: float) -> None:
    rng = np.random.default_rng(6)
    kinds = [rng.normal(1.2, 1, 90), rng.normal(0, 1, 60)]
    first, second = ([kind + rng.normal(0, 0.4, len(kind)) for kind in kinds] for _ in range(2))
    second[0] -= shift
    found = compare(pseudo_values(confident(*first)), pseudo_values(confident(*second)))
    p, p_drop = swapped(first, second, 1500)
    assert found.difference == pytest.approx(area(*second) - area(*first))
    assert (found.p, found.p_drop) == pytest.approx((p, p_drop), abs=0.04)
    rescaled = compare(
        pseudo_values(confident(*first)), pseudo_values(confident(*map(np.exp, second)))
    )
    assert rescaled == found, "only the order of confidences counts"


def test_four_questions_that_fell_are_no_certainty() -> None:
    rng = np.random.default_rng(7)
    present, absent = rng.normal(2.2, 1, 518), rng.normal(0, 1, 398)
    fallen = np.concatenate([np.full(4, -9.0), present[4:]])
    then, now = (pseudo_values(confident(each, absent)) for each in (present, fallen))
    assert compare(then, now).p_drop == pytest.approx(1 / 2**4, abs=0.04)


def test_refusals_are_counted() -> None:
    asked = [
        outcome("a", Kind.RETRIEVAL, 0.9),
        outcome("b", Kind.RETRIEVAL, 0.2, abstained=True),
        outcome("c", Kind.UNANSWERABLE, 0.1, abstained=True),
        outcome("d", Kind.UNANSWERABLE, 0.8),
        outcome("e", Kind.ANSWER, 0.1, abstained=True),
    ]
    found = abstaining(asked)
    assert (found.precision, found.recall, found.refused_wrongly) == (0.5, 0.5, 0.5)
    nothing = abstaining([])
    assert nothing.precision is nothing.recall is nothing.auroc is None
    assert nothing.curve == ()


def test_calibration_written_out() -> None:
    asked = [
        outcome("a", Kind.RETRIEVAL, 0.95),
        outcome("b", Kind.UNANSWERABLE, 0.91),
        outcome("c", Kind.UNANSWERABLE, 0.05),
        outcome("d", Kind.RETRIEVAL, 1.0),
    ]
    low, high = reliability(asked)
    assert (low.n, low.stated, low.true) == (1, 0.05, 0)
    assert (high.n, high.true) == (3, pytest.approx(2 / 3))
    gap = (0.95 + 0.91 + 1) / 3 - 2 / 3
    assert ece([low, high]) == pytest.approx((1 * 0.05 + 3 * gap) / 4)
    assert reliability([]) == []
    assert ece([]) is None
