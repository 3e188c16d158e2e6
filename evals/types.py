"""The cases that everything is measured on; their schema is checked when they are read."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from evals.schema import Strict

Text = Annotated[str, Field(min_length=1)]
Type = Literal[
    "fact", "definition", "why", "comparison", "list", "how-to", "formula", "code", "design",
    "behavioural", "several-hops",
]  # fmt: skip
Style = Literal["keywords", "question", "chatty", "misspelt", "non-native", "paraphrase"]
Lean = Literal["pronoun", "ellipsis", "switch-and-return", "correction"]
Alteration = Literal[
    "number", "negation", "direction", "quantifier", "swap", "entity", "antonym", "addition",
]  # fmt: skip


class Split(StrEnum):
    """Development cases are tuned on; test cases are only reported."""

    DEV = "dev"
    TEST = "test"


class Gold(Strict):
    """A passage that answers: a quote of the corpus, so that it survives another chunking.

    Attributes:
        grade: 2 answers the question, 1 helps to.
    """

    doc_id: Text
    quote: Text
    grade: Literal[1, 2]


class RetrievalCase(Strict):
    """A question and the passages that a good ranking puts first.

    Attributes:
        type: what is asked for.
        style: how it is asked.
        difficulty: 1 easy to 3 hard.
    """

    id: Text
    question: Text
    gold: Annotated[tuple[Gold, ...], Field(min_length=1, max_length=5)]
    type: Type
    style: Style
    section: Text
    difficulty: Literal[1, 2, 3]
    split: Split


class UnanswerableCase(Strict):
    """A question that the corpus does not answer; ``near`` ones are of the same field."""

    id: Text
    question: Text
    kind: Literal["off-topic", "near"]
    split: Split


class ConversationTurn(Strict):
    """One question of a conversation, as it was typed and spelt out, and what answers it."""

    question: Text
    standalone: Text
    gold: Annotated[tuple[Gold, ...], Field(min_length=1, max_length=5)]


class ConversationCase(Strict):
    """Two to four turns; a later one leans on earlier ones, or says that it opens a new subject."""

    id: Text
    section: Text
    kind: Lean
    split: Split
    turns: Annotated[tuple[ConversationTurn, ...], Field(min_length=2, max_length=4)]


class Nugget(Strict):
    """A fact that a good answer holds.

    Attributes:
        any_of: phrases of which one must stand in the answer, see `evals.nuggets`.
        vital: whether an answer without it is a bad one.
    """

    fact: Text
    any_of: Annotated[tuple[Text, ...], Field(min_length=1)]
    vital: bool


class AnswerCase(Strict):
    """A question and what its answer should say; `docs` hold the facts."""

    id: Text
    question: Text
    section: Text
    split: Split
    docs: Annotated[tuple[Text, ...], Field(min_length=1)]
    nuggets: Annotated[tuple[Nugget, ...], Field(min_length=2, max_length=5)]


class SupportPair(Strict):
    """A passage and a sentence that it carries, or that was altered so that it does not.

    Attributes:
        kind: how the sentence was altered; ``paraphrase`` for a faithful one.
    """

    id: Text
    doc_id: Text
    passage: Text
    sentence: Text
    label: Literal["faithful", "altered"]
    kind: Alteration | Literal["paraphrase"]
    split: Split
