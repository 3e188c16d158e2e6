"""Loading the cases: the development part for whoever tunes, the test part for reports alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import ValidationError

from evals.errors import CaseError
from evals.types import (
    AnswerCase,
    ConversationCase,
    RetrievalCase,
    Split,
    SupportPair,
    UnanswerableCase,
)

FILES: dict[type[Any], str] = {
    RetrievalCase: "retrieval.jsonl",
    UnanswerableCase: "unanswerable.jsonl",
    ConversationCase: "conversations.jsonl",
    AnswerCase: "answers.jsonl",
    SupportPair: "support.jsonl",
}

C = TypeVar("C", RetrievalCase, UnanswerableCase, ConversationCase, AnswerCase, SupportPair)


@dataclass(frozen=True, slots=True)
class Report:
    """Stands for a report that shows test figures; what tunes or fits has none to hand over."""

    title: str


def cases(
    kind: type[C], split: Split, report: Report | None = None, folder: Traversable | None = None
) -> list[C]:
    """The cases of a kind in one part of the split.

    Args:
        kind: such as `RetrievalCase`.
        split: the development part is free; the test part is given to a report alone, since
            figures on cases that were tuned on would say nothing.
        report: that will show the test figures.
        folder: of the data files; default: those that come with the package.

    Raises:
        CaseError: if the test part is asked for without a report, or naming the line that does
            not fit the schema.
    """
    if split is Split.TEST and report is None:
        raise CaseError("the test part is for reports alone; tune on the development part")
    return [case for case in _read(kind, folder) if case.split is split]


def _read(kind: type[C], folder: Traversable | None) -> Iterator[C]:
    """Every case of a kind, checked."""
    name = f"{folder or 'evals/data'}/{FILES[kind]}"
    folder = folder or resources.files("evals") / "data"
    seen: set[str] = set()
    text = (folder / FILES[kind]).read_text(encoding="utf-8")
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        where = f"{name}, line {number}"
        try:
            case = kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise CaseError(f"{where}: {place}: {first['msg']}") from error
        if case.id in seen:
            raise CaseError(f"{where}: the id {case.id!r} is taken")
        seen.add(case.id)
        yield case
