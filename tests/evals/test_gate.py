"""The gate passes on what is here, and fails on each fault that is put in."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.types import Answer, Turn
from evals.case_set import CaseSet
from evals.errors import CaseError
from evals.gate.baseline import (
    Baseline,
    baseline_of,
    default_path,
    read_baseline,
    write_baseline,
)
from evals.gate.gate import Drop, drops
from evals.measure.measure import measure_all
from evals.measure.outcome import Outcome, Run
from evals.measure.questions import Kind
from evals.measure.subject import Subject, subject_of
from evals.results.store import read_run, write_run
from index.search import Signals
from index.types import Hit
from tests.conftest import Viva

pytestmark = pytest.mark.xdist_group("measured")

SECTION = "02-deep-learning"


def test_the_gate_passes(measured: Run) -> None:
    found = drops(read_baseline(default_path()), measured)
    assert found == [], [(drop.headline, drop.section, drop.comparison) for drop in found]


def test_two_measurements_are_identical(
    assistant: Assistant, case_set: CaseSet, measured: Run
) -> None:
    some = CaseSet(
        case_set.retrieval[::40],
        case_set.unanswerable[::40],
        case_set.conversations[::20],
        case_set.answers[::40],
    )
    again = measure_all(subject_of(assistant), some)
    first = {outcome.id: outcome for outcome in measured.outcomes}
    assert len(again.outcomes) >= 20
    for outcome in again.outcomes:
        assert replace(outcome, milliseconds=0) == replace(first[outcome.id], milliseconds=0)


def against(run: Run, measured: Run) -> list[Drop]:
    """The drops of a run below what was measured, on its own cases."""
    asked = {outcome.case for outcome in run.outcomes}
    full = baseline_of(measured, "of this test")
    values = {
        name: {case: value for case, value in of.items() if case in asked}
        for name, of in full.values.items()
    }
    return drops(Baseline(values), run)


def headlines(found: list[Drop], section: str | None = None) -> set[str]:
    return {drop.headline for drop in found if drop.section == section}


def test_a_shuffled_ranking_fails(
    assistant: Assistant, subject: Subject, case_set: CaseSet, measured: Run
) -> None:
    rng = np.random.default_rng(3)

    def shuffling(signals: Signals) -> np.ndarray:
        return rng.random(len(signals.candidates))

    def rank(query: str, _: Sequence[Turn], k: int) -> Sequence[Hit]:
        return assistant.searcher.search(query, k, fusion=shuffling)

    some = CaseSet(retrieval=case_set.retrieval[::5])
    found = against(measure_all(replace(subject, rank=rank), some), measured)
    assert {"nDCG@10", "R@5", "Success@5"} <= headlines(found)


@pytest.mark.parametrize("requoted", [True, False])
def test_citations_off_by_one_character_fail(
    requoted: bool, subject: Subject, case_set: CaseSet, measured: Run
) -> None:
    def shifted(citation: Any) -> Any:
        start, end = citation.start + 1, citation.end + 1
        text = subject.documents[citation.doc_id].text[start:end]
        return replace(citation, start=start, end=end, quote=text if requoted else citation.quote)

    def ask(question: str, history: Sequence[Turn]) -> Answer:
        answer = subject.ask(question, history)
        statements = tuple(
            replace(statement, citations=tuple(map(shifted, statement.citations)))
            for statement in answer.statements
        )
        cited = tuple(citation for each in statements for citation in each.citations)
        return replace(answer, statements=statements, citations=cited)

    some = CaseSet(answers=case_set.answers)
    found = against(measure_all(replace(subject, ask=ask), some), measured)
    assert ("supported" if requoted else "exact citations") in headlines(found)


@pytest.mark.parametrize("dropped", [0, -1])
def test_a_composer_that_drops_a_statement_fails(
    dropped: int, subject: Subject, case_set: CaseSet, measured: Run
) -> None:
    def ask(question: str, history: Sequence[Turn]) -> Answer:
        answer = subject.ask(question, history)
        left = list(answer.statements)
        if left:
            left.pop(dropped)
        cited = tuple(citation for each in left for citation in each.citations)
        return replace(answer, statements=tuple(left), citations=cited, abstained=not left)

    some = replace(case_set, unanswerable=(), conversations=())
    found = against(measure_all(replace(subject, ask=ask), some), measured)
    assert headlines(found) & {"vital nuggets", "nuggets"}
    assert "gold quoted" in headlines(found)


def test_an_abstainer_that_never_abstains_fails(
    assistant: Assistant, case_set: CaseSet, measured: Run
) -> None:
    careless = Assistant(assistant.searcher, replace(assistant.decision, threshold=0.0))
    some = CaseSet(unanswerable=case_set.unanswerable[::2])
    found = against(measure_all(subject_of(careless), some), measured)
    assert "refused" in headlines(found)


class Without:
    """A searcher that has lost the passages of one section."""

    def __init__(self, searcher: Any, section: str) -> None:
        self._searcher, self._section = searcher, section

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)

    def search(self, query: str, k: int = 10, *rest: Any, **named: Any) -> list[Hit]:
        hits = self._searcher.search(query, 100 + k, *rest, **named)
        left = [hit for hit in hits if not hit.chunk.doc_id.startswith(self._section)]
        return [replace(hit, rank=rank) for rank, hit in enumerate(left[:k], 1)]


def test_a_section_without_its_passages_fails_by_name(
    assistant: Assistant, subject: Subject, case_set: CaseSet, measured: Run
) -> None:
    lacking = Assistant(Without(assistant.searcher, SECTION), assistant.decision)
    lost = replace(
        subject_of(lacking),
        chunks_of=lambda doc: [] if doc.startswith(SECTION) else subject.chunks_of(doc),
    )
    inside = CaseSet(
        retrieval=tuple(c for c in case_set.retrieval if c.section == SECTION),
        answers=tuple(c for c in case_set.answers if c.section == SECTION),
    )
    other = CaseSet(retrieval=tuple(c for c in case_set.retrieval if c.section != SECTION))
    elsewhere = measure_all(subject, other)
    here = measure_all(lost, inside)
    found = against(replace(here, outcomes=here.outcomes + elsewhere.outcomes), measured)
    assert {"nDCG@10", "R@5", "Success@5"} <= headlines(found, SECTION)
    assert {drop.section for drop in found} == {SECTION, None}
    drop = next(drop for drop in found if drop.section == SECTION and drop.headline == "R@5")
    assert drop.fallen[0].before > drop.fallen[0].after == 0
    asked = {case.id: case.question for case in inside.retrieval}
    assert asked[drop.fallen[0].case] == drop.fallen[0].question


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_noise_passes(seed: int, measured: Run) -> None:
    """A fifth of the questions better or worse, as chance will have it, is no drop."""
    rng = np.random.default_rng(seed)
    outcomes = []
    for outcome in measured.outcomes:
        scores = dict(outcome.scores)
        if rng.random() < 0.2:
            sign = rng.choice([-1, 1])
            scores = {name: v + sign * min(v, 1 - v) * rng.random() for name, v in scores.items()}
        outcomes.append(replace(outcome, scores=scores))
    assert against(replace(measured, outcomes=tuple(outcomes)), measured) == []


def test_a_drop_is_seen_among_many_small_sections() -> None:
    """Every document of a reader's own library is a section."""
    outcomes = tuple(
        Outcome(
            f"{section}/{n}", f"{section}/{n}", Kind.ANSWER, "q", "q", {"section": f"{section}"},
            {"answered": 1.0}, False, 1.0, (), {}, (), (), 1.0,
        )
        for section in range(700) for n in range(14)
    )  # fmt: skip
    run = Run({}, outcomes, {})
    fallen = tuple(
        replace(o, scores={"answered": 0.0}) if o.groups["section"] == "3" else o for o in outcomes
    )
    kept = baseline_of(run, "of this test")
    assert drops(kept, run) == []
    found = drops(kept, replace(run, outcomes=fallen))
    assert [drop.section for drop in found] == ["3"]


def test_a_baseline_is_kept_with_all_its_reasons(tmp_path: Path, measured: Run) -> None:
    first = baseline_of(measured, " the first ")
    write_baseline(baseline_of(measured, "better words", first), tmp_path / "b.json")
    kept = read_baseline(tmp_path / "b.json")
    assert [entry["reason"] for entry in kept.raised] == ["the first", "better words"]
    assert kept.values == first.values
    assert set(kept.raised[0]["means"]) == set(kept.values)
    with pytest.raises(CaseError, match="say why"):
        baseline_of(measured, "  ")
    assert (tmp_path / "b.json").stat().st_size < 100_000


def test_cases_that_were_not_measured_fail(measured: Run) -> None:
    fewer = replace(measured, outcomes=measured.outcomes[5:])
    with pytest.raises(CaseError, match="5 cases of the baseline were not measured"):
        drops(baseline_of(measured, "all"), fewer)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"headlines": ["a"], "cases": {"x": [1, 2]}}'])
def test_what_is_no_baseline_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(CaseError, match="viva eval baseline"):
        read_baseline(tmp_path / "none.json")
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(CaseError, match="not a baseline"):
        read_baseline(tmp_path / "b.json")


def test_the_command_fails_in_one_line_and_names_the_queries(
    tmp_path: Path, viva: Viva, measured: Run
) -> None:
    path, kept = tmp_path / "run.json", tmp_path / "kept.json"
    write_run(measured, path)
    assert replace(read_run(path)) == measured
    passed = viva("eval", "baseline", "--reason", "as it is", "--run", path, "--baseline", kept)
    assert passed.returncode == 0, passed.stderr
    assert viva("eval", "gate", "--run", path, "--baseline", kept).returncode == 0

    worse = tuple(
        replace(o, scores=o.scores | ({"R@5": 0.0} if "R@5" in o.scores else {}))
        for o in measured.outcomes
    )
    write_run(replace(measured, outcomes=worse), path)
    failed = viva("eval", "gate", "--run", path, "--baseline", kept)
    assert failed.returncode == 1
    assert failed.stderr.startswith("viva: dropped below the baseline: R@5, R@5 in 00-foundations")
    assert failed.stderr.count("\n") == 1
    fallen = next(o for o in measured.outcomes if o.scores.get("R@5") == 1)
    assert f"{fallen.id} 1.00 -> 0.00  {fallen.question}" in failed.stdout
    assert json.loads(kept.read_text())["raised"][0]["reason"] == "as it is"
