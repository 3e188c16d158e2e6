"""What came of each question, and a run: all of them with what they were measured on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evals.measure.questions import Kind


@dataclass(frozen=True, slots=True)
class Cited:
    """Characters `start` to `end` of a document, quoted from a passage."""

    chunk_id: str
    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an answer and what it cites."""

    text: str
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A nugget of a case, and whether the answer holds it by the judgement of strings."""

    fact: str
    vital: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question.

    Attributes:
        scores: metric to value; a metric that does not apply is absent, which is not zero.
        gold: passage to grade; a quote that no passage holds counts as one that
            nobody finds.
        ranking: passages with their scores, best first; empty where no ranking is judged.
        milliseconds: that the answer took.
    """

    id: str
    case: str
    kind: Kind
    question: str
    interpreted_as: str
    groups: Mapping[str, str]
    scores: Mapping[str, float]
    abstained: bool
    confidence: float
    statements: tuple[Said, ...]
    gold: Mapping[str, int]
    ranking: tuple[tuple[str, float], ...]
    facts: tuple[Fact, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage and a sentence: how far the one was found to carry the other.

    Attributes:
        kind: ``paraphrase``, or how the sentence was altered.
        degree: of support, in [0, 1].
    """

    id: str
    kind: str
    part: str
    faithful: bool
    degree: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as a reader of the report sees it: its headings, and the text below them."""

    doc_id: str
    headings: tuple[str, ...]
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that was measured at one time.

    Attributes:
        about: settings, corpus, encoder, code version, time: what the figures hold for.
        passages: those that the outcomes name (of each ranking the first ten).
    """

    about: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    passages: Mapping[str, Passage]
    pairs: tuple[Pair, ...] = field(default=())
