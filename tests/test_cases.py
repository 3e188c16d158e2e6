"""The cases: enough of each kind, true to the corpus, not copied from it, and kept apart."""

import ast
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from evals.cases import FILES, Report, cases
from evals.errors import CaseError
from evals.gold import broken_cases, gold_chunks
from evals.nuggets import holds, normalise
from evals.overview import count_cases
from evals.types import (
    AnswerCase,
    ConversationCase,
    Gold,
    Nugget,
    RetrievalCase,
    Split,
    SupportPair,
    UnanswerableCase,
)
from index.analyse import terms
from ingest.sources import curriculum_folder
from tests.conftest import REPOSITORY

REPORT = Report()
HELD_BACK = {"direction", "quantifier", "swap", "antonym"}
# Modules that may read the test part, since what they make is shown and tunes nothing.
REPORTING = {f"evals/{name}.py" for name in ("cases", "gold", "overview", "case_set", "support")}


def both(kind: type) -> list:
    return [case for split in Split for case in cases(kind, split, REPORT)]


def test_there_are_enough_of_each_kind() -> None:
    counts = {kind: fields["all"]["cases"] for kind, fields in count_cases().items()}
    assert counts["retrieval"] >= 500
    assert counts["unanswerable"] >= 120
    assert counts["conversations"] >= 60
    assert counts["answers"] >= 150
    assert counts["support"] >= 400


def test_every_section_style_and_type_is_asked_about() -> None:
    found = both(RetrievalCase)
    sections = {path.name for path in curriculum_folder().glob("[0-9][0-9]-*")}
    assert {case.section for case in found} == sections
    assert min(Counter(case.style for case in found).values()) >= 60
    assert min(Counter(case.type for case in found).values()) >= 10


def test_the_test_part_is_refused_without_a_report() -> None:
    for kind in FILES:
        assert cases(kind, Split.DEV)
        with pytest.raises(CaseError, match="for reports alone"):
            cases(kind, Split.TEST)


def test_only_reports_hand_one_over() -> None:
    for package in ("ingest", "index", "assistant", "evals", "ui"):
        for path in (REPOSITORY / package).rglob("*.py"):
            tree = ast.parse(path.read_text())
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            if "Report" in names:
                assert path.relative_to(REPOSITORY).as_posix() in REPORTING


def test_a_topic_lies_in_one_part() -> None:
    """Even places of a section are for development, odd ones for test."""
    for case in both(RetrievalCase):
        answering = {gold.doc_id for gold in case.gold if gold.grade == 2}
        assert any(order(doc) % 2 == (case.split is Split.TEST) for doc in answering), case.id
    for pair in both(SupportPair):
        held = pair.kind in HELD_BACK or order(pair.doc_id) % 2
        assert pair.split is (Split.TEST if held else Split.DEV), pair.id


def order(doc_id: str) -> int:
    text = (curriculum_folder() / f"{doc_id}.md").read_text()
    return int(re.search(r"^order: (\d+)$", text, re.MULTILINE)[1])


def test_no_quote_is_broken_today(assistant: Assistant) -> None:
    documents = assistant.searcher.generation.documents
    assert broken_cases(documents) == []
    without = {name: doc for name, doc in documents.items() if name != "02-deep-learning/attention"}
    assert any("02-deep-learning/attention" in problem for problem in broken_cases(without))


def test_every_quote_lies_in_a_passage(assistant: Assistant) -> None:
    generation = assistant.searcher.generation
    golds = [(case.id, case.gold) for case in both(RetrievalCase)]
    golds += [(case.id, turn.gold) for case in both(ConversationCase) for turn in case.turns]
    for name, gold in golds:
        grades = gold_chunks(name, gold, generation.documents, generation.chunks)
        assert set(grades.values()) <= {1, 2}


def test_a_quote_that_is_gone_is_named(assistant: Assistant) -> None:
    generation = assistant.searcher.generation
    gold = Gold(doc_id="02-deep-learning/attention", quote="No such words.", grade=2)
    with pytest.raises(CaseError, match="case x: 02-deep-learning/attention does not hold"):
        gold_chunks("x", [gold], generation.documents, generation.chunks)


def test_no_question_is_taken_from_the_corpus(assistant: Assistant) -> None:
    """No case equals or nearly equals a heading or question of the corpus (0.8 of their terms).

    Nor one of the questions by which passages are looked for.
    """
    corpus: set[str] = set()
    for chunk in assistant.searcher.generation.chunks:
        corpus |= set(chunk.metadata.get("questions", ()))
    for document in assistant.searcher.generation.documents.values():
        corpus |= set(re.findall(r"^#+ +(.+?)$", document.text, re.MULTILINE))
        corpus |= set(re.findall(r"\*\*Follow-up: (.+?)\*\*", document.text))
    nearly = near_one_of(corpus)
    kinds = (RetrievalCase, AnswerCase, UnanswerableCase)
    asked = [case.question for kind in kinds for case in both(kind)]
    asked += [turn.question for case in both(ConversationCase) for turn in case.turns[:1]]
    assert nearly("What is the role of self-attention in a Transformer?")
    assert [question for question in asked if nearly(question)] == []


def near_one_of(texts: set[str]) -> Callable[[str], bool]:
    """Whether a question shares 0.8 of the terms with one of the texts."""
    sizes = {text: len(set(terms(text))) for text in texts}
    holding: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for term in set(terms(text)):
            holding[term].append(text)

    def nearly(question: str) -> bool:
        asked = set(terms(question))
        shared = Counter(text for term in asked for text in holding.get(term, ()))
        return question in texts or any(
            number / (len(asked) + sizes[text] - number) >= 0.8 for text, number in shared.items()
        )

    return nearly


def test_half_of_the_near_questions_hold_no_unknown_word(assistant: Assistant) -> None:
    generation = assistant.searcher.generation
    near = [case for case in both(UnanswerableCase) if case.kind == "near"]
    familiar = [case for case in near if all(map(generation.knows, terms(case.question)))]
    assert len(near) >= 60
    assert len(familiar) >= len(near) / 2


def test_paraphrases_share_no_run_of_five_words_with_their_passage() -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    for pair in both(SupportPair):
        assert (pair.label == "faithful") == (pair.kind == "paraphrase")
        if pair.label == "faithful":
            passage, said = f" {' '.join(words(pair.passage))} ", words(pair.sentence)
            runs = [f" {' '.join(said[i : i + 5])} " for i in range(len(said) - 4)]
            assert not [run for run in runs if run in passage], pair.id


def test_every_nugget_can_be_met_from_the_corpus(assistant: Assistant) -> None:
    documents = assistant.searcher.generation.documents
    for case in both(AnswerCase):
        text = " ".join(documents[doc].text for doc in case.docs)
        assert any(nugget.vital for nugget in case.nuggets), case.id
        for nugget in case.nuggets:
            assert holds(nugget, text), f"{case.id}: {nugget.any_of}"


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("key-value heads", "Keys and values: KEY VALUE HEAD!", True),
        ("16,777,216", "It trains 16777216 parameters.", True),
        ("three copies", "There are 3 copies.", True),
        ("0.8 times", "0.8 times the cosine", True),
        ("0.8 times", "8 times the cosine", False),
        ("bias", "biased", False),
        ("dies", "it loses", False),
        ("256", "layers of [128,256,512] units", True),
        ("2019", "in 2019 100 samples were drawn", True),
        ("100 samples", "in 2019\u00a0100 samples were drawn", True),
        ("100", "5 100 times", True),
        ("256", "sizes 128,256,51", True),
        ("1,024", "{512,1,024}", False),
        ("200", "VALUES (10,200,500), (11,150,300)", True),
        ("16777216 parameters", "16\u202f777\u202f216 parameters", True),
        ("1024", "some (1,024) of 1\u2009024, and 1,024.", True),
        ("12345.5", "12,345.5", True),
    ],
)
def test_nuggets_match_words_not_letters(phrase: str, text: str, found: bool) -> None:
    nugget = Nugget(fact="f", any_of=("nowhere to be found", phrase), vital=True)
    assert holds(nugget, text) is found


@given(st.integers(0, 10**12), st.sampled_from([",", "\u00a0", "\u2009", "\u202f"]))
def test_thousands_may_be_grouped(value: int, blank: str) -> None:
    grouped = f"{value:,}".replace(",", blank)
    assert normalise(f"some {grouped}, all told") == f"some {value} all told"


@given(st.lists(st.integers(0, 999), min_size=1, max_size=6))
def test_numbers_of_a_list_stay_apart(values: list[int]) -> None:
    listed = [str(value) for value in values]
    for text in (f"[{','.join(listed)}]", " ".join(listed), ", ".join(listed)):
        assert normalise(text).split() == listed


def test_normalising_is_idempotent() -> None:
    text = "The **two** Policies, 1,000 analyses & $x_i$'s classes"
    assert normalise(normalise(text)) == normalise(text) == "the 2 policy 1000 analyse x i s classe"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"style": "poem"}, "line 1: style: Input should be"),
        ({"gold": []}, "line 1: gold"),
        ({"colour": "red"}, "line 1: colour: Extra inputs"),
        ({"split": "train"}, "line 1: split"),
    ],
)
def test_a_case_that_does_not_fit_names_its_line(
    tmp_path: Path, change: dict, message: str
) -> None:
    row = {
        "id": "x", "question": "q", "gold": [{"doc_id": "d", "quote": "q", "grade": 2}],
        "type": "fact", "style": "question", "section": "s", "difficulty": 1, "split": "dev",
    }  # fmt: skip
    (tmp_path / "retrieval.jsonl").write_text(json.dumps({**row, **change}) + "\n")
    with pytest.raises(CaseError, match=message):
        cases(RetrievalCase, Split.DEV, folder=tmp_path)
    (tmp_path / "retrieval.jsonl").write_text(f"\n{json.dumps(row)}\n\n")
    assert [case.id for case in cases(RetrievalCase, Split.DEV, folder=tmp_path)] == ["x"]
    (tmp_path / "retrieval.jsonl").write_text(f"{json.dumps(row)}\n{json.dumps(row)}\n")
    with pytest.raises(CaseError, match="line 2: the id 'x' is taken"):
        cases(RetrievalCase, Split.DEV, folder=tmp_path)
