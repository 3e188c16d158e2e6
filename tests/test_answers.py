"""Answers over the curriculum: cited to the character, honest about what is missing."""

import re
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.decide import Decision, Evidence, evidence, shipped_decision
from assistant.follow_up import interpret
from assistant.references import references, without_marks
from assistant.render import as_json, markdown, statement_blocks
from assistant.types import Turn
from assistant.units import units
from ingest.chunk import chunk_document
from ingest.types import Kind
from tests.conftest import REPOSITORY, note

QUESTIONS = [
    "Why are attention scores divided by the square root of the key dimension?",
    "When should I prefer PR-AUC over ROC-AUC?",
    "What is the bias-variance trade-off?",
    "How does LoRA reduce the number of trainable parameters?",
    "What does DPO optimise?",
    "What is the size of the KV cache?",
    "How does byte pair encoding build its vocabulary?",
    "Derive the gradient of softmax cross-entropy",
    "XGBoost or random forest?",
    "How do I choose the chunk size for RAG?",
    "decoder-only versus encoder-only",
    "Why does logistic regression use log loss?",
    "What is data leakage?",
    "How does batch normalisation behave at inference?",
    "Explain the STAR method",
    "What is value at risk?",
    "How do I design a recommendation system?",
    "When should a team not use AI?",
    "What is a feature store for?",
    "Write softmax in numpy",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_equals_its_source(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.abstained
    documents = assistant.searcher.generation.documents
    markers = [citation.marker for citation in answer.citations]
    assert sorted(set(markers)) == list(range(1, max(markers) + 1))
    first = list(dict.fromkeys(markers))
    assert first == sorted(first), "markers are numbered in order of first use"
    for statement in answer.statements:
        assert statement.support == 1
        (citation,) = statement.citations
        stored = documents[citation.doc_id]
        assert citation.quote == stored.text[citation.start : citation.end]
        assert statement.text == without_marks(citation.quote)
        file = REPOSITORY / citation.source
        assert citation.quote == file.read_bytes().decode()[citation.start : citation.end]
        first_line = int(re.findall(r"\d+", citation.place)[0])
        assert citation.quote.splitlines()[0] in file.read_text().splitlines()[first_line - 1]


def test_the_scaling_question_is_answered_rightly(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[0])
    text = markdown(answer).lower()
    assert "variance" in text
    assert "softmax" in text
    assert answer.citations[0].doc_id == "02-deep-learning/attention"
    assert answer.confidence > 0.5


@pytest.mark.parametrize(
    "question",
    ["What is the capital of Australia?", "How do I bake sourdough bread?", "Who won the match?"],
)
def test_what_the_sources_do_not_hold_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained
    assert answer.statements == answer.citations == ()
    assert 1 <= len(answer.nearest) <= 3
    assert answer.confidence < shipped_decision().threshold


def test_an_abstention_names_the_words_nobody_knows(assistant: Assistant) -> None:
    answer = assistant.ask("What is the capital of Australia?")
    assert "Australia" in answer.missing
    assert "is" not in answer.missing
    assert "Australia" in markdown(answer)


def test_references_of_the_curriculum_are_shown_beside_the_quote(assistant: Assistant) -> None:
    documents = assistant.searcher.generation.documents
    attention = documents["02-deep-learning/attention"]
    start = attention.text.index("[@vaswani2017]")
    assert (
        "Attention is all you need"
        in references(attention.text[start : start + 14], attention.metadata)[0]
    )
    assert references("[@nobody; @vaswani2017]", attention.metadata) == references(
        "[@vaswani2017]", attention.metadata
    )
    assert without_marks("Halved [@a; @b]. Next [1].") == "Halved. Next [1]."


def test_the_same_question_gives_the_same_answer(assistant: Assistant) -> None:
    first, second = assistant.ask(QUESTIONS[1]), assistant.ask(QUESTIONS[1])
    assert (first.statements, first.follow_ups) == (second.statements, second.follow_ups)


def test_follow_ups_are_questions_of_the_corpus_not_yet_answered(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[1])
    asked = {
        chunk.headings[-1]
        for chunk in assistant.searcher.generation.chunks
        if chunk.kind is Kind.QA
    }
    assert answer.follow_ups
    assert set(answer.follow_ups) <= asked
    assert not set(answer.follow_ups) & {citation.headings[-1] for citation in answer.citations}


def test_json_has_the_names_of_the_contract(assistant: Assistant) -> None:
    shown = as_json(assistant.ask(QUESTIONS[0]))
    assert set(shown) == {
        "question", "interpreted_as", "answer", "statements", "abstained", "missing", "nearest",
        "follow_ups", "confidence", "mode", "timings_ms",
    }  # fmt: skip
    citation = shown["statements"][0]["citations"][0]
    assert set(citation) >= {
        "marker", "chunk_id", "doc_id", "title", "source", "headings", "place", "start", "end",
        "quote", "references",
    }  # fmt: skip
    assert set(shown["timings_ms"]) == {"search", "compose"}


@pytest.mark.parametrize(
    ("question", "history", "interpreted"),
    [
        ("And L2?", ["What does L1 do?"], "What does L1 do: And L2?"),
        ("Why?", ["Does Adam need warm-up?"], "Does Adam need warm-up: Why?"),
        ("How does it scale?", ["What is attention?"], "What is attention: How does it scale?"),
        (
            "What is gradient boosting good for?",
            ["What is attention?"],
            "What is gradient boosting good for?",
        ),
        (" What is attention? ", [], "What is attention?"),
    ],
)
def test_follow_ups_are_joined_with_the_last_question(
    question: str, history: list[str], interpreted: str
) -> None:
    assert interpret(question, [Turn(text) for text in history]) == interpreted


def test_confidence_is_its_formula() -> None:
    decision = Decision(bias=-1.0, cosine=2.0, threshold=0.5)
    assert decision.confidence(Evidence(0.5)) == pytest.approx(1 / (1 + 1))
    assert decision.confidence(Evidence(0.9)) > 0.5
    assert decision.answers(Evidence(0.5))
    assert not decision.answers(Evidence(0.49))
    assert decision.confidence(Evidence(0.9, found=False)) == 0
    assert shipped_decision().cosine > 0


def test_evidence_names_unknown_words_as_they_were_written(assistant: Assistant) -> None:
    searcher = assistant.searcher
    question = "Is a Flugelhorn, (zither) scaled?"
    found = evidence(question, searcher.search(question), searcher.generation)
    assert found.missing == ("Flugelhorn", "zither")
    assert not evidence("x", [], searcher.generation).found


def unit_texts(text: str) -> list[tuple[str, Kind]]:
    document = note(text)
    (chunk,) = chunk_document(document, lambda words: len(words.split()), 1000)
    return [(unit.text, unit.kind) for unit in units(chunk, document)]


def test_units_are_sentences_and_whole_blocks() -> None:
    text = (
        "# H\n\nFirst one. Second one?\n\nThe loss is:\n\n$$\nL\n$$\n\nwhere $L$ is it.\n\n"
        "Steps:\n\n- one\n- two\n\n| a |\n|---|\n| 1 |\n"
    )
    assert unit_texts(text) == [
        ("First one.", Kind.PROSE),
        ("The loss is:\n\n$$\nL\n$$\n\nwhere $L$ is it.", Kind.MATH),
        ("Steps:\n\n- one\n- two", Kind.LIST),
        ("| a |\n|---|\n| 1 |", Kind.TABLE),
    ]


def test_long_items_are_statements_of_their_own() -> None:
    items = [
        "It is wrong that a is b, because c holds.",
        "Treating d as e is a mistake in most cases.",
    ]
    assert unit_texts("\n".join(f"- {item}" for item in items)) == [(i, Kind.PROSE) for i in items]


def test_paragraphs_for_a_role_are_labelled() -> None:
    document = note("### Why?\n\nBecause.\n\n**PM:** Cost falls. Risk too.\n")
    (chunk,) = chunk_document(document, lambda words: len(words.split()), 1000)
    assert [unit.label for unit in units(chunk, document)] == ["", "PM", "PM"]


def test_a_code_unit_is_the_whole_block_even_beyond_its_passage() -> None:
    code = "```python\n" + "\n".join(f"x{i} = {i}" for i in range(40)) + "\n```"
    document = note(f"Text.\n\n{code}\n")
    chunks = chunk_document(document, lambda words: len(words.split()), 30)
    assert len(chunks) > 3
    assert [unit.text for unit in units(chunks[2], document)] == [code]


def test_markers_stand_after_text_and_below_blocks(assistant: Assistant) -> None:
    for question in QUESTIONS:
        for block in statement_blocks(assistant.ask(question)):
            assert re.search(r"\[\d+\]$", block)
            assert not re.search(r"(?:\$\$|```|\|) \[\d+\]$", block)


def test_the_api_works_from_a_home_that_was_never_used(tmp_path: Path) -> None:
    from assistant import open_assistant
    from index.errors import IndexMissing

    unbuilt = open_assistant(tmp_path, build=False)
    with pytest.raises(IndexMissing):
        unbuilt.ask("x")
