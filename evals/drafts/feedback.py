"""What a reader said of an answer, as far as cases are made of it."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from evals.lines import read_lines
from evals.schema import Strict
from evals.types import Text


class Opinion(StrEnum):
    """A reader's opinion; the last two are of one passage, not of the whole answer."""

    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    SHOULD_HAVE_ANSWERED = "should-have-answered"
    WRONG_SOURCE = "wrong-source"
    PASSAGE_ERROR = "passage-error"


class Quoted(Strict):
    """Words of a document."""

    doc_id: Text
    quote: Text


class Feedback(Strict):
    """An opinion with what it is about.

    Attributes:
        question: as it was answered, follow-ups resolved.
        cited: what the answer quoted.
        passage: what a wrong source or an error is about.
        note: in the reader's words.
    """

    opinion: Opinion
    question: Text
    cited: tuple[Quoted, ...] = ()
    passage: Quoted | None = None
    note: str = ""
    time: datetime | None = None


def read_feedback(path: Path) -> Iterator[Feedback]:
    """Feedback of a JSON lines file.

    Raises:
        CaseError: naming the line that does not fit.
    """
    return read_lines(path, Feedback)
