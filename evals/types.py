"""The cases that retrieval and abstaining are measured on."""

from dataclasses import dataclass
from enum import StrEnum


class Split(StrEnum):
    """Development cases are tuned on; test cases are only reported."""

    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Gold:
    """A passage that answers: a quote of the corpus, so that it survives another chunking.

    Attributes:
        grade: 2 answers the question, 1 helps to.
    """

    doc_id: str
    quote: str
    grade: int


@dataclass(frozen=True, slots=True)
class RetrievalCase:
    """A question and the passages that a good ranking puts first.

    Attributes:
        type: what is asked for: ``fact``, ``why``, ``formula`` ...
        style: how it is asked: ``keywords``, ``misspelt``, ``paraphrase`` ...
        difficulty: 1 easy to 3 hard.
    """

    id: str
    question: str
    gold: tuple[Gold, ...]
    type: str
    style: str
    section: str
    difficulty: int
    split: Split


@dataclass(frozen=True, slots=True)
class UnanswerableCase:
    """A question that the corpus does not answer.

    Attributes:
        kind: ``off-topic``, or ``near`` for a plausible one of the same field.
    """

    id: str
    question: str
    kind: str
    split: Split
