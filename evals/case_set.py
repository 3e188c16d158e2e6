"""All cases that a run is measured on: those of the curriculum, or a reader's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from evals.cases import FILES, C, Report, cases
from evals.errors import CaseError
from evals.types import (
    AnswerCase,
    ConversationCase,
    RetrievalCase,
    Split,
    SupportPair,
    UnanswerableCase,
)
from ingest.digest import digest


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases of every kind, both parts of the split; any kind may be empty."""

    retrieval: tuple[RetrievalCase, ...] = ()
    unanswerable: tuple[UnanswerableCase, ...] = ()
    conversations: tuple[ConversationCase, ...] = ()
    answers: tuple[AnswerCase, ...] = ()
    support: tuple[SupportPair, ...] = ()

    @property
    def digest(self) -> str:
        """Changes whenever a case does."""
        kinds = (self.retrieval, self.unanswerable, self.conversations, self.answers, self.support)
        return digest(*(case.model_dump_json() for kind in kinds for case in kind))


def load_case_set(folder: Path | None = None) -> CaseSet:
    """The cases in a folder, where each file is optional; default: those of the curriculum.

    What is measured with them is shown, and nothing may be tuned on it.

    Raises:
        CaseError: if the folder holds no cases, or naming the line that does not fit.
    """
    if folder and not any((folder / name).is_file() for name in FILES.values()):
        raise CaseError(f"{folder} holds no cases; it needs one of {', '.join(FILES.values())}")
    report = Report()
    return CaseSet(
        retrieval=tuple(_both(RetrievalCase, report, folder)),
        unanswerable=tuple(_both(UnanswerableCase, report, folder)),
        conversations=tuple(_both(ConversationCase, report, folder)),
        answers=tuple(_both(AnswerCase, report, folder)),
        support=tuple(_both(SupportPair, report, folder)),
    )


def _both(kind: type[C], report: Report, folder: Traversable | None) -> Iterator[C]:
    if folder and not (folder / FILES[kind]).is_file():
        return
    for split in Split:
        yield from cases(kind, split, report, folder)
