"""Loading the cases: the development part for whoever tunes, the test part for reports alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from evals.errors import CaseError
from evals.lines import fitted, read_rows
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
    seen: set[str] = set()

    def parse(line: str) -> C:
        case = fitted(line, kind)
        if case.id in seen:
            raise ValueError(f"the id {case.id!r} is taken")
        seen.add(case.id)
        return case

    return read_rows((folder or resources.files("evals") / "data") / FILES[kind], parse)
