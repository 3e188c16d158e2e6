"""Drafts of cases in a file that a person goes through, and what was accepted of them."""

from collections.abc import Iterable
from pathlib import Path

from evals.case_set import load_case_set
from evals.cases import FILES
from evals.errors import CaseError
from evals.lines import read_models
from evals.results.store import write_text
from evals.schema import Strict
from evals.types import RetrievalCase, Text, UnanswerableCase
from index.files import write_atomic
from ingest.digest import digest

Drafted = RetrievalCase | UnanswerableCase
"""What can be drafted."""


class Draft(Strict):
    """A case to be looked at; nothing becomes a case before a person sets ``accept``.

    Attributes:
        why: where it comes from, and what to look at.
    """

    accept: bool = False
    why: Text
    case: Drafted


def draft_id(question: str) -> str:
    """An id for a question, the same whenever it is drafted again."""
    return f"own-{digest(question)[:8]}"


def write_drafts(drafts: Iterable[Draft], path: Path) -> int:
    """Writes drafts, one a line, each question once; returns how many.

    Raises:
        CaseError: if the file exists, since it may hold somebody's decisions, or cannot be written.
    """
    if path.exists():
        raise CaseError(f"{path} exists; name another file with --out, or move it away")
    each = {draft.case.id: draft for draft in drafts}
    write_text(path, "".join(f"{draft.model_dump_json()}\n" for draft in each.values()))
    return len(each)


def read_drafts(path: Path) -> list[Draft]:
    """The drafts in a file.

    Raises:
        CaseError: naming the line that does not fit.
    """
    return list(read_models(path, Draft))


def accept(drafts: Iterable[Draft], folder: Path) -> int:
    """Adds the accepted drafts to the cases in a folder; returns how many are new there.

    Of drafts with one id the first counts.

    Raises:
        CaseError: if the cases in the folder do not fit, or cannot be written.
    """
    known: set[str] = set()
    if any((folder / name).is_file() for name in FILES.values()):
        existing = load_case_set(folder)
        known = {case.id for case in existing.retrieval}
        known |= {case.id for case in existing.unanswerable}
    new: dict[str, Drafted] = {}
    for draft in drafts:
        if draft.accept and draft.case.id not in known:
            new.setdefault(draft.case.id, draft.case)
    kinds: tuple[type[Drafted], ...] = (RetrievalCase, UnanswerableCase)
    for kind in kinds:
        lines = [case.model_dump_json() for case in new.values() if isinstance(case, kind)]
        if lines:
            _add_lines(folder / FILES[kind], lines)
    return len(new)


def _add_lines(path: Path, lines: Iterable[str]) -> None:
    """Adds lines to a file, all of them or none, whether or not its last line has an end."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        end = "\n" if before and not before.endswith("\n") else ""
        write_atomic(path, before + end + "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise CaseError(f"{path} cannot be written: {error.strerror}") from error
