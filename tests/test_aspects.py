"""What else a question asks in the same breath, answered by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.split import asked_in, aspects
from assistant.types import Turn


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "What is dropout, and why does it help?",
            ["What is dropout?", "Why does dropout help?"],
        ),
        (
            "what is recall pls, and when does it matter?",
            ["what is recall pls?", "When does recall matter?"],
        ),
        ("What is PCA? When does it fail?", ["What is PCA?", "When does PCA fail?"]),
        (
            "What are embeddings and how are they trained?",
            ["What are embeddings?", "How are embeddings trained?"],
        ),
        (
            "Define attention and what its limits are",
            ["Define attention.", "What attention's limits are"],
        ),
        (
            "What is LoRA, how does it work, and when is it too weak?",
            ["What is LoRA?", "How does LoRA work", "When is LoRA too weak?"],
        ),
    ],
)
def test_each_aspect_names_the_term(question: str, parts: list[str]) -> None:
    assert aspects(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "What is dropout?",
        "Why do gradients vanish and what can be done about it?",
        "What is the difference between L1 and L2 and when would you use them?",
        "What is the purpose of dropout and how does it work?",
        "What is a p-value and what is a confidence interval?",
        "What is it and why does it help?",
        "How and why does it work?",
        "What is recall, and how do they differ?",
        "What are kernels? How do they compare?",
        "What is dropout and how do networks change their weights?",
    ],
)
def test_what_names_no_term_stays_whole(question: str) -> None:
    assert aspects(question) == [question]


@given(st.text(max_size=200))
def test_any_question_has_an_aspect(question: str) -> None:
    assert aspects(question)


def test_only_what_names_no_term_may_lean_on_the_conversation() -> None:
    before = (Turn("What is overfitting?"),)
    message = "What is dropout and why does it help? And L2?"
    first, second = asked_in(message, before)
    assert first == ("What is dropout?", before)
    assert second == ("Why does dropout help? And L2?", ())


def test_terms_of_one_message_lean_on_the_conversation_alone() -> None:
    before = (Turn("How do cells keep a state?"),)
    parts = asked_in("What is a GRU? What is PCA? How long do they take?", before)
    assert parts == [
        ("What is a GRU?", before),
        ("What is PCA? How long do they take?", (*before, Turn("What is a GRU?"))),
    ]
    assert asked_in("What is a GRU? What is PCA?", before)[1] == ("What is PCA?", before)


def test_many_aspects_are_told_apart_no_further() -> None:
    assert len(aspects("What is LoRA" + " and how does it work" * 50 + "?")) == 16
    assert len(asked_in("How does pooling work? " * 50, ())) == 16


def test_every_aspect_is_answered_and_nothing_twice(assistant: Assistant) -> None:
    answer = assistant.ask("What is data leakage and how do you detect it?")
    said = [statement.text for statement in answer.statements]
    assert said[0].startswith("Data leakage is")
    assert any("shuffled labels" in text for text in said)
    assert len(said) == len(set(said)) <= 8
    assert not answer.uncovered


def test_the_aspect_that_is_not_held_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("What is attention and who first patented it?")
    assert answer.statements
    assert answer.uncovered == ("Who first patented attention?",)


def test_an_aspect_that_is_answered_already_is_not_called_missing(assistant: Assistant) -> None:
    answer = assistant.ask("What is a confusion matrix and what is it?")
    assert answer.statements
    assert not answer.uncovered
