"""Cases of one's own, from a library to a measured run; feedback; ablation; by the command line."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from assistant.assistant import Assistant
from assistant.decide import Decision
from assistant.store import types as store_types
from assistant.store.conversations import begin_turn, save_answer
from assistant.store.database import open_store
from assistant.store.feedback import give_feedback
from assistant.types import Answer
from evals.ablate.ablate import FUSIONS, Point, ablate, pareto_front
from evals.ablate.libraries import answerable, sampled, with_window
from evals.ablate.page import write_page
from evals.cases import cases
from evals.configs import PARTS_OFF
from evals.drafts.candidates import candidates
from evals.drafts.draft import Draft, accept, draft_id, read_drafts, write_drafts
from evals.drafts.feedback import Feedback, Quoted, Reaction, kept_feedback, read_feedback
from evals.drafts.library import drafts_of
from evals.errors import CaseError
from evals.gate.baseline import default_path, read_baseline
from evals.measure.curriculum import asked_less
from evals.measure.subject import Subject, subject_of
from evals.stats.bootstrap import Interval
from evals.types import RetrievalCase, Split
from index.fusion import DENSE_WEIGHT
from index.home import Home
from index.search import LATE_WEIGHT, Searcher, Signals
from index.update import write_index
from ingest.types import Document
from tests.conftest import Viva, note
from tests.fakes import HashEncoder
from ui.cli import app

NOTES = """# Tea

## Brewing green tea

Green tea is brewed at eighty degrees for two minutes. Hotter water makes it bitter.

## Why does black tea stain cups?

```mermaid
flowchart LR tannins --> glaze and nothing else at all
```

- Black tea stains cups because its tannins bind to the glaze.

## More

Nothing to see.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Subject, Path]:
    """A subject over notes on tea, and the folder that they are said to lie in."""
    root = tmp_path_factory.mktemp("own")
    encoder = HashEncoder()
    home = Home(root / "home")
    document = replace(note(NOTES, "tea"), sources=(str(root / "notes" / "tea.md"),))
    write_index(home, encoder, [document])
    return subject_of(Assistant(Searcher(home, encoder), Decision())), root / "notes"


def test_questions_and_headings_become_drafts(library: tuple[Subject, Path]) -> None:
    subject, folder = library
    drafts = {draft.case.question: draft for draft in drafts_of(subject, folder)}
    assert set(drafts) == {"Brewing green tea", "Why does black tea stain cups?"}
    why = drafts["Why does black tea stain cups?"].case
    assert (why.type, why.style, why.section, why.split) == ("why", "question", "Tea", Split.DEV)
    assert [gold.quote for gold in why.gold] == [
        "Black tea stains cups because its tannins bind to the glaze."
    ]
    assert drafts["Brewing green tea"].case.style == "keywords"
    assert not any(draft.accept for draft in drafts.values())
    assert list(drafts_of(subject, folder / "tea.md")) == list(drafts.values())
    for elsewhere in (folder.parent / "note", folder.parent / "notes2"):
        with pytest.raises(CaseError, match="run: viva ingest"):
            list(drafts_of(subject, elsewhere))


def test_only_what_was_accepted_becomes_a_case(
    tmp_path: Path, library: tuple[Subject, Path]
) -> None:
    drafts = list(drafts_of(*library))
    path, folder = tmp_path / "drafts.jsonl", tmp_path / "cases"
    assert write_drafts([*drafts, drafts[0]], path) == 2
    assert read_drafts(path) == drafts
    odd = drafts[0].model_copy(update={"why": "a\u2028b\x85c\nd"})
    write_drafts([odd], tmp_path / "odd.jsonl")
    assert read_drafts(tmp_path / "odd.jsonl") == [odd]
    with pytest.raises(CaseError, match="exists"):
        write_drafts(drafts, path)
    assert accept(drafts, folder) == 0
    assert not folder.exists()
    chosen = [drafts[0].model_copy(update={"accept": True}), drafts[1]]
    assert accept(chosen, folder) == 1
    assert accept(chosen, folder) == 0, "once"
    both = [draft.model_copy(update={"accept": True}) for draft in drafts]
    assert accept(both, folder) == 1
    stored = cases(RetrievalCase, Split.DEV, folder=folder)
    assert stored == [draft.case for draft in drafts]


def test_accepted_cases_join_a_file_whole(tmp_path: Path, library: tuple[Subject, Path]) -> None:
    """A last line without its end, one id twice, a crash half-way, no folder to write in."""
    first, second = (draft.model_copy(update={"accept": True}) for draft in drafts_of(*library))
    again = first.model_copy(update={"case": first.case.model_copy(update={"type": "why"})})
    path = tmp_path / "retrieval.jsonl"
    path.write_text(second.case.model_dump_json())
    (tmp_path / "before").hardlink_to(path)
    assert accept([first, again, second], tmp_path) == 1
    assert cases(RetrievalCase, Split.DEV, folder=tmp_path) == [second.case, first.case]
    assert (tmp_path / "before").read_text() == second.case.model_dump_json(), "replaced, not cut"
    (tmp_path / "file").touch()
    with pytest.raises(CaseError, match=r"retrieval\.jsonl cannot be written"):
        accept([first], tmp_path / "file")


@pytest.mark.parametrize("line", ["{", '{"why": "x"}', '{"why": "x", "case": {}, "accept": 1}'])
def test_drafts_that_do_not_fit_name_their_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "d.jsonl").write_text(line)
    with pytest.raises(CaseError, match=r"d\.jsonl, line 1"):
        read_drafts(tmp_path / "d.jsonl")
    (tmp_path / "f.jsonl").write_text(f"\n{line}")
    with pytest.raises(CaseError, match=r"f\.jsonl, line 2"):
        list(read_feedback(tmp_path / "f.jsonl"))
    with pytest.raises(CaseError, match="cannot be read"):
        read_drafts(tmp_path)


BREWED = "Green tea is brewed at eighty degrees for two minutes."
STAINS = "Black tea stains cups because its tannins bind to the glaze."


def quoted(quote: str) -> Quoted:
    return Quoted(doc_id="tea", quote=quote)


def test_feedback_becomes_candidates(library: tuple[Subject, Path]) -> None:
    subject, _ = library
    given = [
        Feedback(opinion=Reaction.HELPFUL, question="how hot?", cited=(quoted(BREWED),)),
        Feedback(
            opinion=Reaction.WRONG_SOURCE, question="green tea stain?", passage=quoted(BREWED),
            note="about cups!",
        ),
        Feedback(opinion=Reaction.SHOULD_HAVE_ANSWERED, question="black tea cups"),
        Feedback(opinion=Reaction.PASSAGE_ERROR, question="how hot?", passage=quoted(STAINS)),
        Feedback(opinion=Reaction.HELPFUL, question="liked, but nothing was cited"),
    ]  # fmt: skip
    found = candidates(given, subject)
    drafts: dict[str, Draft] = {draft.case.question: draft for draft in found.drafts}
    assert list(drafts) == ["how hot?", "green tea stain?", "black tea cups"]
    assert [gold.quote for gold in drafts["how hot?"].case.gold] == [BREWED]
    wrong = drafts["green tea stain?"]
    assert BREWED not in [gold.quote for gold in wrong.case.gold]
    assert "about cups!" in wrong.why
    assert STAINS in [gold.quote for gold in drafts["black tea cups"].case.gold]
    assert [error.passage for error in found.errors] == [quoted(STAINS)]
    assert found.unanswered == ("liked, but nothing was cited",)


def test_what_was_said_on_the_desk_is_read_as_feedback(tmp_path: Path) -> None:
    store = open_store(Home(tmp_path))
    said = store_types.Passage("tea", 0, len(BREWED), BREWED)
    for question, refused, opinion, about in (
        ("how hot?", False, store_types.Opinion.HELPFUL, None),
        ("green tea stain?", False, store_types.Opinion.WRONG_SOURCE, said),
        ("black tea cups", True, store_types.Opinion.UNHELPFUL, None),
    ):
        turn = begin_turn(store, None, store_types.Request(question))
        save_answer(store, turn.turn_id, Answer(question, f"{question} in full", abstained=refused))
        give_feedback(store, store_types.Feedback(turn.turn_id, opinion, "because", about))
    unanswered = begin_turn(store, None, store_types.Request("cut off"))
    give_feedback(store, store_types.Feedback(unanswered.turn_id, store_types.Opinion.HELPFUL))
    read = list(kept_feedback(store))
    assert [(each.opinion, each.question) for each in read] == [
        (Reaction.HELPFUL, "how hot? in full"),
        (Reaction.WRONG_SOURCE, "green tea stain? in full"),
        (Reaction.SHOULD_HAVE_ANSWERED, "black tea cups in full"),
    ]
    assert read[1].passage == quoted(BREWED)
    assert read[0].note == "because"


def test_the_last_opinion_of_a_question_counts(library: tuple[Subject, Path]) -> None:
    subject, _ = library
    liked = Feedback(opinion=Reaction.HELPFUL, question="q?", cited=(quoted(BREWED),))
    (draft,) = candidates([liked.model_copy(update={"cited": ()}), liked], subject).drafts
    assert draft.case.id == draft_id("q?")
    assert draft.case.gold[0].quote == BREWED


def test_own_cases_are_measured_from_the_command_line(
    tmp_path: Path, curriculum_home: Home, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Feedback to candidates, accepted, measured, exported, scored."""
    question = "Why does dropout regularise a network?"
    cited = assistant.ask(question).citations[:2]
    row = {
        "opinion": "helpful",
        "question": question,
        "cited": [{"doc_id": one.doc_id, "quote": one.quote} for one in cited],
    }
    (tmp_path / "f.jsonl").write_text(json.dumps(row) + "\n")

    monkeypatch.setenv("VIVA_HOME", str(curriculum_home.root))

    def run(*arguments: object) -> str:
        done = CliRunner().invoke(app, ["eval", *map(str, arguments)], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    drafts, folder, kept = tmp_path / "c.jsonl", tmp_path / "cases", tmp_path / "run.json"
    assert "1 drafts" in run("candidates", "--feedback", tmp_path / "f.jsonl", "--out", drafts)
    drafts.write_text(drafts.read_text().replace('"accept":false', '"accept":true'))
    assert "1 new cases" in run("accept", drafts, "--into", folder)
    shown = run("run", "--cases", folder, "--out", kept)
    assert "gold quoted" in shown
    assert "milliseconds an answer: p50" in shown
    run("trec", kept, tmp_path)
    scored = json.loads(run("score", tmp_path / "qrels.trec", tmp_path / "run.trec", "--json"))
    stored = json.loads(kept.read_text())["outcomes"][0]["scores"]
    assert scored["run.trec"]["nDCG@10"] == pytest.approx(stored["nDCG@10"])
    assert stored["gold quoted"] == 1
    assert "0 questions score otherwise" in run("compare", kept, kept)
    ours = default_path().read_bytes()
    raised = run("baseline", "--reason", "the first", "--run", kept, "--cases", folder)
    assert f"kept in {folder / 'baseline.json'}" in raised
    assert list(read_baseline(folder / "baseline.json").values["R@5"]) == [draft_id(question)]
    assert "no significant drop" in run("gate", "--run", kept, "--cases", folder)
    assert default_path().read_bytes() == ours
    run("report", kept)
    assert (tmp_path / "run.html").exists()
    assert json.loads((tmp_path / "run.figures.json").read_text())["metrics"]["retrieval"]


def test_a_folder_without_cases_says_what_it_needs(tmp_path: Path, viva: Viva) -> None:
    done = viva("eval", "run", "--cases", tmp_path, home=tmp_path)
    assert done.returncode == 1
    assert "holds no cases; it needs one of retrieval.jsonl" in done.stderr


def point(name: str, milliseconds: float, quality: float) -> Point:
    one = Interval(quality, quality - 0.1, quality + 0.1, 9)
    return Point("local", 254, 1.0, name, 100, one, one, milliseconds)


def test_the_pareto_front_is_what_nothing_beats() -> None:
    points = [point("a", 1, 0.5), point("b", 2, 0.4), point("c", 3, 0.7), point("d", 3, 0.6)]
    assert [one.ranking for one in pareto_front(points)] == ["a", "c"]
    assert [one.ranking for one in pareto_front(points[::-1])] == ["a", "c"]


def test_an_ablation_measures_every_combination(tmp_path: Path) -> None:
    encoder = HashEncoder()
    points = ablate(encoder, lambda *_: None, windows=(60, 254), limit=3)
    assert {(one.ranking, one.window) for one in points} == {
        (name, window) for name in FUSIONS for window in (60, 254)
    }
    chunks = {one.window: one.chunks for one in points}
    assert chunks[60] > chunks[254]
    asked = answerable(cases(RetrievalCase, Split.DEV), sampled(3))
    assert {one.ndcg.n for one in points} == {len(asked)}
    assert all(0 < one.ndcg.mean < 1 and one.milliseconds > 0 for one in points)
    for one in points:
        assert one.p is None if one.ranking == "hybrid" else 0 < one.p <= 1
    write_page(points, 3, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text()
    assert page.count("<tr><td>") == len(points)
    assert "<svg" in page


def test_parts_are_left_out_of_the_last_score_alone() -> None:
    rng = np.random.default_rng(1)
    cosine, refined, bm25, late = rng.random((4, 60))
    late[50:] = np.nan
    signals = Signals(np.arange(60), cosine, bm25, late, refined)
    without = {name: fusion(signals) for name, fusion in PARTS_OFF.items()}
    np.testing.assert_allclose(
        without["hybrid, no bm25"][:50],
        (1 - LATE_WEIGHT) * DENSE_WEIGHT * refined[:50] + LATE_WEIGHT * late[:50],
    )
    fused = DENSE_WEIGHT * refined + (1 - DENSE_WEIGHT) * bm25 / bm25.max()
    np.testing.assert_array_equal(np.argsort(without["hybrid, no late"]), np.argsort(fused))


def test_an_ablation_measures_shares_of_the_questions() -> None:
    points = ablate(HashEncoder(), lambda *_: None, limit=3, questions=(0, 1))
    worth = {(one.ranking, one.questions): one.ndcg.mean for one in points}
    assert worth["bm25", 1.0] > worth["bm25", 0]
    assert {one.name for one in points if one.ranking == "bm25"} == {
        "bm25, 254",
        "bm25, 254, 0% of the questions",
    }


@given(st.lists(st.integers()), st.sampled_from([0, 0.25, 0.5, 1]))
def test_a_share_of_the_questions_is_spread_evenly(questions: list[int], share: float) -> None:
    document = Document("a", "A", (), "text", metadata={"questions": questions, "role": "x"})
    (told,) = asked_less([document], share)
    kept = told.metadata.get("questions", [])
    assert len(kept) == math.floor(len(questions) * share)
    assert kept == [q for place, q in enumerate(questions, 1) if place * share % 1 == 0 and share]
    assert told.metadata["role"] == "x"


def test_back_ends_are_worth_the_same() -> None:
    points = ablate(HashEncoder(), lambda *_: None, backends=("local", "milvus"), limit=1)
    here, there = (
        {one.ranking: one.ndcg.mean for one in points if one.backend == backend}
        for backend in ("local", "milvus")
    )
    assert there == pytest.approx(here, abs=0.02)
    assert len(here) == len(FUSIONS)
    assert all(one.milliseconds > 0 for one in points)


def test_an_unknown_back_end_is_named() -> None:
    with pytest.raises(CaseError, match="no back end nowhere; there are: local, milvus"):
        ablate(HashEncoder(), lambda *_: None, backends=("local", "nowhere"))


def test_a_sample_spreads_over_the_curriculum_and_a_window_is_kept_to() -> None:
    ids: Sequence[str] = [document.doc_id for document in sampled(13)]
    assert len({name.split("/")[0] for name in ids}) >= 10
    assert len(sampled(None)) > 100
    encoder = HashEncoder(window=100)
    assert with_window(encoder, 60).window == 60
    assert with_window(encoder, 600).window == encoder.window == 100
