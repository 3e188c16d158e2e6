"""What a reader said of an answer, as far as cases are made of it."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from evals.lines import read_models
from evals.schema import Strict
from evals.types import Text

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Reaction(StrEnum):
    """How a reader took an answer; the last two are of one passage, not of all of it."""

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

    opinion: Reaction
    question: Text
    cited: tuple[Quoted, ...] = ()
    passage: Quoted | None = None
    note: str = ""
    time: datetime | None = None


def kept_feedback(store: "Engine") -> Iterator[Feedback]:
    """Feedback that readers gave on the desk, oldest first."""
    from assistant.store.conversations import turn
    from assistant.store.feedback import feedback_given

    for given in feedback_given(store):
        saved = turn(store, given.turn_id)
        if saved is None or saved.answer is None:
            continue
        opinion = Reaction(given.opinion.value)
        if opinion is Reaction.UNHELPFUL and saved.answer.abstained:
            opinion = Reaction.SHOULD_HAVE_ANSWERED
        about = given.passage
        yield Feedback(
            opinion=opinion,
            question=saved.answer.interpreted_as or saved.request.question,
            cited=tuple(Quoted(doc_id=c.doc_id, quote=c.quote) for c in saved.answer.citations),
            passage=Quoted(doc_id=about.doc_id, quote=about.quote) if about else None,
            note=given.reason,
            time=given.given,
        )


def read_feedback(path: Path) -> Iterator[Feedback]:
    """Feedback of a JSON lines file.

    Raises:
        CaseError: naming the line that does not fit.
    """
    return read_models(path, Feedback)
