"""The types that leave this package: Citation, Statement and Answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Mode = Literal["extractive", "generated"]


class Verdict(StrEnum):
    """Whether the passages that a statement cites carry what it says."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"
    """It states nothing that could be checked: a heading, a question, what leads to a list."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: characters of a document's text, not a whole file.

    Attributes:
        marker: number shown in the answer; one marker a passage, in order of first use.
        chunk_id: the passage that was retrieved.
        start: of the quote in ``Document.text``.
        end: of the quote, exclusive.
        quote: equals ``Document.text[start:end]``.
        source: where the document lies.
        place: what a reader calls the position: ``lines 40-52``, ``p. 12``.
        references: what the curriculum itself cites there: author, title, year.
        as_of: the month the document's facts were true, for what ages.
    """

    marker: int
    chunk_id: str
    doc_id: str
    start: int
    end: int
    quote: str
    title: str
    source: str
    headings: tuple[str, ...]
    place: str
    references: tuple[str, ...] = ()
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One quotable piece of an answer: a sentence, a whole list, table, formula or code block.

    Attributes:
        text: the quoted characters, reference marks taken out; words that are not the source's own
            stand in square brackets. In a generated answer, the model's words without markers.
        support: how far the citations carry the text, in [0, 1]; 1 for what is quoted.
        verdict: what `support` comes to; whatever is not supported is shown as such.
        reason: of a verdict that is not SUPPORTED, in a few words; else empty.
        lead: in a generated answer, what stands between this statement and the one before it: a
            blank, or line ends with the mark of a list item; empty where the renderer decides.
    """

    text: str
    citations: tuple[Citation, ...]
    support: float = 1.0
    verdict: Verdict = Verdict.SUPPORTED
    reason: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A topic close to a question that the sources do not answer."""

    doc_id: str
    title: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question.

    Attributes:
        interpreted_as: the question that was answered, once follow-ups are resolved and talk that
            is no part of it is left out.
        abstained: whether the sources do not hold an answer; `statements` is empty then.
        reason: of an abstention for another reason, such as that nothing was asked, with what to do
            about it, in a sentence; else empty.
        missing: of an abstention, words of the question that no source knows; of an answer, names
            in the question that the passages found do not mention.
        uncovered: of several questions in one, those that the sources do not answer.
        nearest: topics close to the question that are not quoted: where to read on, or what is
            offered instead of an answer.
        follow_ups: questions of the corpus to go on with.
        confidence: that the sources hold an answer, in [0, 1].
        mode: how the answer was made: ``extractive`` or ``generated``.
        notice: what the reader should know of how the answer came about, a sentence or two, such
            as that the language model did not answer; mostly empty.
        timings: milliseconds by stage.
    """

    question: str
    interpreted_as: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    reason: str = ""
    missing: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    follow_ups: tuple[str, ...] = ()
    confidence: float = 0.0
    mode: Mode = "extractive"
    notice: str = ""
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and what was answered."""

    question: str
    answer: str = ""
