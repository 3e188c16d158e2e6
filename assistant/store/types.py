"""The types that the store hands out: Passage, Conversation, SavedTurn, Feedback."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.types import Answer, Citation
from index.types import NO_FILTERS, Filters


@dataclass(frozen=True, slots=True)
class Passage:
    """How a passage is remembered for long: by its words, and by where they stood.

    Attributes:
        start: of the quote in the document's text when it was saved.
        end: of the quote, exclusive.
    """

    doc_id: str
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, citation: Citation) -> "Passage":
        """The passage that a citation quotes."""
        return cls(citation.doc_id, citation.start, citation.end, citation.quote)


class Opinion(StrEnum):
    """What a reader says of an answer or of a passage it cites."""

    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    WRONG_SOURCE = "wrong-source"
    PASSAGE_ERROR = "passage-error"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without its turns."""

    conversation_id: str
    title: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for in a turn: enough to ask it again."""

    question: str
    filters: Filters = NO_FILTERS
    llm: bool = False


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """A question and what was answered.

    Attributes:
        answer: None where the answering was interrupted before its first words.
        opinion: the reader's last one of the answer as a whole.
    """

    turn_id: int
    request: Request
    answer: Answer | None
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """An opinion with what it is about.

    Attributes:
        reason: in the reader's words, often empty.
        passage: what a wrong source or an error is about.
    """

    turn_id: int
    opinion: Opinion
    reason: str = ""
    passage: Passage | None = None
    given: datetime | None = field(default=None, compare=False)
