"""Answers scored by hand, runs kept and compared, and the report of one in a real browser."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from typer.testing import CliRunner, Result

from assistant.types import Answer, Citation, Statement, Turn
from evals.case_set import CaseSet
from evals.errors import CaseError
from evals.judge.judge import agreement, judge_nuggets
from evals.measure.about import code_version
from evals.measure.answers import citation_scores, faithfulness, nugget_recall
from evals.measure.measure import measure_all
from evals.measure.outcome import Fact, Run
from evals.measure.subject import Subject
from evals.report.build import write_report
from evals.results.compare import compare_runs
from evals.results.store import read_run, write_run
from evals.results.summary import summary
from evals.results.values import HEADLINES, headline_values
from evals.types import (
    AnswerCase,
    ConversationCase,
    ConversationTurn,
    Gold,
    Nugget,
    RetrievalCase,
    Split,
    SupportPair,
    UnanswerableCase,
)
from index.types import Hit
from ingest.errors import SettingsError
from ingest.types import Chunk, Kind
from tests.browser import FLAGS, ensure
from tests.conftest import note
from tests.llm_fakes import FakeEndpoint, Talk
from ui.cli import app

TEXT = "Cats purr when content. Dogs bark at strangers. <b>Fish</b> & chips swim."
DOCUMENT = note(TEXT, "pets")
SPANS = {"cats": (0, 23), "dogs": (24, 47), "fish": (48, len(TEXT))}


def chunk(name: str) -> Chunk:
    start, end = SPANS[name]
    return Chunk(name, "pets", start, end, TEXT[start:end], ("Pets",), Kind.PROSE)


def said(*names: str) -> Answer:
    """An answer that quotes passages whole."""
    statements = []
    for marker, name in enumerate(names, 1):
        start, end = SPANS[name]
        quote = TEXT[start:end]
        citation = Citation(marker, name, "pets", start, end, quote, "Pets", "pets.md", (), "")
        statements.append(Statement(quote, (citation,)))
    cited = tuple(citation for each in statements for citation in each.citations)
    return Answer("q", "q", tuple(statements), cited, abstained=not names, confidence=0.5)


def gold(name: str, quote: str | None = None) -> Gold:
    return Gold(doc_id="pets", quote=quote or TEXT[slice(*SPANS[name])], grade=2)


def small(answers: dict[str, Answer], rankings: dict[str, list[str]]) -> Subject:
    """A subject that says what it is told to."""
    asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(question: str, history: Sequence[Turn]) -> Answer:
        asked.append((question, tuple(turn.question for turn in history)))
        return replace(answers.get(question, said()), question=question, interpreted_as=question)

    def rank(query: str, _: Sequence[Turn], k: int) -> list[Hit]:
        names = rankings.get(query, [])[:k]
        return [Hit(chunk(name), 1 / n, n, {}) for n, name in enumerate(names, 1)]

    chunks = [chunk(name) for name in SPANS]
    about = {"documents": 1, "chunks": 3, "asked": asked}
    return Subject(
        rank, ask, {"pets": DOCUMENT}, lambda doc: chunks if doc == "pets" else [], about
    )


def retrieval(name: str, question: str, *golds: Gold) -> RetrievalCase:
    return RetrievalCase(
        id=name, question=question, gold=golds, type="fact", style="question", section="pets",
        difficulty=1, split=Split.DEV,
    )  # fmt: skip


CASES = CaseSet(
    retrieval=(
        retrieval("r1", "purr?", gold("cats"), gold("dogs")),
        retrieval("r2", "<script>alert(1)</script>", gold("fish"), gold("x", "Gone words.")),
    ),
    unanswerable=(
        UnanswerableCase(id="u1", question="capital?", kind="off-topic", split=Split.TEST),
    ),
    conversations=(
        ConversationCase(
            id="c1", section="pets", kind="pronoun", split=Split.DEV,
            turns=tuple(
                ConversationTurn(question=q, standalone=q, gold=(gold("dogs"),))
                for q in ("bark?", "why?", "and then?")
            ),
        ),
    ),
    answers=(
        AnswerCase(
            id="a1", question="sounds?", section="pets", split=Split.DEV, docs=("pets",),
            nuggets=(
                Nugget(fact="cats purr", any_of=("cat purr",), vital=True),
                Nugget(fact="dogs bark", any_of=("dogs bark",), vital=True),
                Nugget(fact="fish swim", any_of=("fish swim",), vital=False),
            ),
        ),
    ),
    support=(
        SupportPair(
            id="s1", doc_id="pets", passage="Cats purr.", sentence="Purring is done by cats.",
            label="faithful", kind="paraphrase", split=Split.DEV,
        ),
        SupportPair(
            id="s2", doc_id="pets", passage="Cats purr.", sentence="Cats do not purr.",
            label="altered", kind="negation", split=Split.DEV,
        ),
    ),
)  # fmt: skip
SUBJECT = small(
    {"purr?": said("cats", "fish"), "sounds?": said("cats"), "bark?": said("dogs")},
    {"purr?": ["dogs", "fish", "cats"], "bark?": ["dogs"], "why?": ["cats", "dogs"]},
)


@pytest.fixture(scope="module")
def run() -> Run:
    return measure_all(SUBJECT, CASES, supports=lambda _, sentence: 0.2 if "not" in sentence else 1)


def scores(run: Run, name: str) -> dict[str, float]:
    return dict(next(outcome.scores for outcome in run.outcomes if outcome.id == name))


def test_a_ranking_and_its_citations_are_scored(run: Run) -> None:
    first = scores(run, "r1")
    assert first["R@5"] == first["Success@5"] == first["RR@10"] == 1
    assert first["AP"] == pytest.approx((1 + 2 / 3) / 2)
    assert first["citation precision"] == first["citation recall"] == 0.5
    assert first["gold quoted"] == first["exact citations"] == first["answered"] == 1


def test_what_does_not_apply_is_absent_and_what_is_lost_counts(run: Run) -> None:
    second = scores(run, "r2")
    assert "citation precision" not in second
    assert "exact citations" not in second
    assert second["nDCG@10"] == second["gold quoted"] == second["answered"] == 0
    lost = next(o for o in run.outcomes if o.id == "r2")
    assert len(lost.gold) == 2
    assert [run.passages[name].text for name in lost.gold] == [chunk("fish").text, "Gone words."]
    assert scores(run, "u1") == {"refused": 1.0}


def test_turns_are_asked_in_order_and_count_as_one_case(run: Run) -> None:
    asked = [
        entry for entry in SUBJECT.about["asked"] if entry[0] in ("bark?", "why?", "and then?")
    ]
    assert asked[:3] == [
        ("bark?", ()), ("why?", ("bark?",)), ("and then?", ("bark?", "why?")),
    ]  # fmt: skip
    talked = headline_values(run.outcomes)["nDCG@10, conversations"]
    turns = [scores(run, f"c1/{turn}")["nDCG@10"] for turn in (1, 2, 3)]
    assert turns[0] == 1 > turns[1] > turns[2] == 0
    assert talked == {"c1": pytest.approx(sum(turns) / 3)}


def test_turns_may_be_put_as_they_were_spelt_out() -> None:
    talk = CASES.conversations[0]
    turns = tuple(t.model_copy(update={"standalone": f"{t.question} Dogs?"}) for t in talk.turns)
    told = CaseSet(conversations=(talk.model_copy(update={"turns": turns}),))
    subject = small({}, {"bark? Dogs?": ["dogs"], "and then? Dogs?": ["dogs"]})
    found = measure_all(subject, told, spelt_out=True)
    assert subject.about["asked"] == [(turn.standalone, ()) for turn in turns]
    assert headline_values(found.outcomes)["nDCG@10, conversations"] == {"c1": pytest.approx(2 / 3)}
    assert found.about["spelt_out"]


def test_facts_are_recalled(run: Run) -> None:
    assert scores(run, "a1")["vital nuggets"] == 0.5
    assert scores(run, "a1")["nuggets"] == pytest.approx(1 / 3)
    assert nugget_recall([]) == {}
    assert nugget_recall([Fact("f", False, True)]) == {"nuggets": 1.0}


def test_support_is_measured_only_with_a_check(run: Run) -> None:
    found = summary(run)["support"]
    assert found == {
        "pairs": 2, "accuracy": 1.0, "right by kind": {"negation": 1.0, "paraphrase": 1.0},
    }  # fmt: skip
    assert summary(measure_all(SUBJECT, CASES))["support"] == {}


def test_half_of_a_gold_quote_must_be_quoted() -> None:
    cited = said("cats").citations
    assert citation_scores(cited, {"dogs": 2}, [("pets", 10, 35)])["gold quoted"] == 1
    assert citation_scores(cited, {"dogs": 2}, [("pets", 12, 36)])["gold quoted"] == 0
    assert citation_scores(cited, {"dogs": 2}, [("other", 0, 23)])["gold quoted"] == 0
    assert citation_scores((), {"dogs": 1}, []) == {"citation recall": 0.0, "gold quoted": 0.0}


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("Cats purr when content.", True),
        ("[A fact:] Cats purr\nwhen content.", True),
        ("ats purr when content.", False),
        ("Cats purr when content", False),
        ("Cats never purr.", False),
    ],
)
def test_a_statement_is_carried_word_for_word_or_by_a_check(text: str, carried: bool) -> None:
    answer = said("cats")
    statement = replace(answer.statements[0], text=text)
    answer = replace(answer, statements=(statement,))
    documents = {"pets": DOCUMENT}
    assert faithfulness(answer, documents) == {"exact citations": 1.0, "supported": float(carried)}
    assert faithfulness(answer, documents, lambda *_: 1.0)["supported"] == 1
    assert faithfulness(answer, {})["exact citations"] == 0
    assert faithfulness(said(), documents) == {}
    other = replace(answer.citations[0], quote=TEXT[:22] + "!")
    assert faithfulness(replace(answer, citations=(other,)), documents)["exact citations"] == 0


@pytest.mark.xdist_group("measured")
def test_every_headline_is_measured(measured: Run) -> None:
    assert list(headline_values(measured.outcomes)) == [headline.name for headline in HEADLINES]


def test_a_run_is_kept_whole_and_says_what_it_was_measured_on(tmp_path: Path, run: Run) -> None:
    run = replace(run, about={**run.about, "asked": "left out"})
    write_run(run, tmp_path / "a" / "run.json")
    assert read_run(tmp_path / "a" / "run.json") == run
    assert {"code", "time", "cases_digest", "documents", "cases"} <= run.about.keys()
    assert code_version(tmp_path).startswith("viva ")
    for text in ("", "[]", "{}", '{"format": 0}', '{"format": 1, "about": {}}'):
        (tmp_path / "bad.json").write_text(text)
        with pytest.raises(CaseError, match="viva eval run"):
            read_run(tmp_path / "bad.json")
    with pytest.raises(CaseError, match="make a run first"):
        read_run(tmp_path / "none.json")


def test_runs_are_compared_query_by_query(run: Run) -> None:
    better = small({"purr?": said("cats", "dogs")}, {"purr?": ["dogs", "cats"]})
    other = measure_all(better, replace(CASES, unanswerable=()))
    found = compare_runs(replace(run, pairs=()), other)
    assert found.only == ("u1",)
    assert "cases_digest" in found.about
    change = next(change for change in found.changes if change.after.id == "r1")
    assert change.scores["citation precision"] == (0.5, 1.0)
    assert [chunk for chunk, _ in change.before.ranking] == ["dogs", "fish", "cats"]
    gone = next(change for change in found.changes if change.after.id == "a1")
    assert gone.scores["exact citations"] == (1.0, None)
    assert found.headlines["vital nuggets"].difference == -0.5
    assert not compare_runs(run, run).changes
    assert not compare_runs(run, run).about


def test_a_model_judges_nuggets_and_its_agreement_is_reported(run: Run) -> None:
    prompts: list[str] = []

    def complete(prompt: str) -> str:
        prompts.append(prompt)
        return "Yes." if "Fact: cats" in prompt or "Fact: dogs" in prompt else "perhaps"

    judged = judge_nuggets(run, complete)
    assert [each.by_model for each in judged] == [True, True, None]
    assert "Question: sounds?" in prompts[0]
    assert TEXT[:23] in prompts[0]
    found = agreement(judged)
    assert (found.judged, found.unjudged, found.agreement) == (2, 1, 0.5)
    assert found.kappa == 0
    assert (found.recall_by_strings, found.recall_by_model) == (0.5, 1.0)


def test_the_configured_model_judges_a_run_from_the_command_line(run: Run, tmp_path: Path) -> None:
    def agreeing(talk: Talk) -> None:
        talk.say("<think>No, or is", " it?</think>\n", "Yes", ".").end()

    def judged(home: Path) -> Result:
        made = ["eval", "judge", str(tmp_path / "run.json"), "--json", "--home", str(home)]
        return CliRunner().invoke(app, made)

    write_run(run, tmp_path / "run.json")
    with FakeEndpoint(agreeing) as fake:
        settings = f'[llm]\nbase_url = "{fake.url}"\nmodel = "fake"\n'
        (tmp_path / "viva.toml").write_text(settings)
        found = json.loads(judged(tmp_path).stdout)
    assert (found["judged"], found["recall_by_model"]) == (3, 1.0)
    assert [fact["by_model"] for fact in found["facts"]] == [True] * 3
    without = judged(tmp_path / "nowhere")
    assert isinstance(without.exception, SettingsError)
    assert "no language model is configured" in str(without.exception)


def test_kappa_equals_that_of_scikit_learn() -> None:
    from sklearn.metrics import cohen_kappa_score

    from evals.judge.judge import Judged

    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = agreement([Judged("c", "f", True, first, second) for first, second in pairs])
    assert found.kappa == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))
    assert agreement([Judged("c", "f", True, True, True)]).kappa is None
    assert agreement([]).agreement is None


@pytest.mark.xdist_group("browser")
def test_the_report_opens_in_a_browser_and_escapes_what_it_shows(tmp_path: Path, run: Run) -> None:
    run = replace(run, about={**run.about, "asked": "<img src=x onerror=alert(2)>"})
    page_file, figures = write_report(run, tmp_path / "report.html")
    assert json.loads(figures.read_text())["headlines"]["R@5"]["mean"] == 0.5
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=ensure(), args=[*FLAGS])
        page = chromium.new_page()
        troubles: list[str] = []
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: troubles.append(request.url))
        page.goto(page_file.as_uri())
        troubles.remove(page_file.as_uri())
        expect(page.locator("#retrieval svg").first).to_be_visible()

        head = page.locator("#headlines th", has_text="mean")
        column = page.locator("#headlines tbody tr td:nth-child(2)")
        head.click()
        down = [float(text) for text in column.all_text_contents()]
        assert down == sorted(down, reverse=True)
        head.click()
        assert [float(text) for text in column.all_text_contents()] == down[::-1]

        case = page.locator("details.case", has_text="<script>alert(1)</script>").first
        expect(case).to_contain_text("no gold passage in the first five")
        case.locator("summary").click()
        expect(case.locator(".passage.gold", has_text="Gone words.")).to_be_visible()
        expect(case.locator(".passage", has_text="<b>Fish</b> & chips")).to_be_visible()
        page.select_option("[data-filter=reason]", "a vital fact is missing")
        assert page.locator("details.case:visible").count() == 1
        expect(page.locator("#shown")).to_have_text("1")
        page.fill("[data-filter=text]", "no such words")
        expect(page.locator("#shown")).to_have_text("0")
        chromium.close()
    assert troubles == []
