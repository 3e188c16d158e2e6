"""Run and qrels files in the format of TREC, which every evaluation tool of the field reads."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from evals.errors import CaseError
from evals.lines import read_numbered
from evals.measure.outcome import Run
from evals.metrics import Qrels, Rankings
from evals.results.store import write_text

_RUN_FIELDS, _QRELS_FIELDS = 6, 4


def write_trec(run: Run, folder: Path, tag: str = "viva") -> tuple[Path, Path]:
    """Writes the judged rankings of a run as ``run.trec`` and ``qrels.trec``; returns both."""
    judged = [outcome for outcome in run.outcomes if outcome.gold]
    rankings = {outcome.id: dict(outcome.ranking) for outcome in judged}
    grades = {outcome.id: outcome.gold for outcome in judged}
    paths = folder / "run.trec", folder / "qrels.trec"
    write_text(paths[0], run_lines(rankings, tag))
    write_text(paths[1], qrels_lines(grades))
    return paths


def run_lines(rankings: Rankings, tag: str = "viva") -> str:
    """``query Q0 document rank score tag``, a line for each document ranked.

    Raises:
        CaseError: if an id holds white space, which the format has no way to write.
    """
    return "".join(
        f"{_id(query)} Q0 {_id(document)} {rank} {score!r} {tag}\n"
        for query, scores in rankings.items()
        for rank, (document, score) in enumerate(_best_first(scores), 1)
    )


def qrels_lines(qrels: Qrels) -> str:
    """``query 0 document grade``, a line for each judgement.

    Raises:
        CaseError: if an id holds white space.
    """
    return "".join(
        f"{_id(query)} 0 {_id(document)} {grade}\n"
        for query, grades in qrels.items()
        for document, grade in grades.items()
    )


def read_run_file(path: Path) -> dict[str, dict[str, float]]:
    """Query to document to score, best first; equal scores keep the order of their ranks.

    Raises:
        CaseError: naming the line that does not fit.
    """
    rows: dict[str, list[tuple[float, int, str]]] = {}
    for where, cells in _rows(path, _RUN_FIELDS):
        query, _, document, rank, score, _ = cells
        try:
            rows.setdefault(query, []).append((-float(score), int(rank), document))
        except ValueError as error:
            raise CaseError(f"{where}: rank and score must be numbers") from error
    return {
        query: {document: -score for score, _, document in sorted(of)} for query, of in rows.items()
    }


def read_qrels_file(path: Path) -> dict[str, dict[str, int]]:
    """Query to document to grade.

    Raises:
        CaseError: naming the line that does not fit.
    """
    qrels: dict[str, dict[str, int]] = {}
    for where, (query, _, document, grade) in _rows(path, _QRELS_FIELDS):
        try:
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise CaseError(f"{where}: the grade must be a whole number") from error
    return qrels


def _best_first(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda item: -item[1])


def _rows(path: Path, fields: int) -> Iterator[tuple[str, list[str]]]:
    """Where each line stands, and its cells."""
    for number, line in read_numbered(path):
        cells = line.split()
        if len(cells) != fields:
            raise CaseError(f"{path}, line {number}: {fields} fields expected, {len(cells)} found")
        yield f"{path}, line {number}", cells


def _id(name: str) -> str:
    if not name or name.split() != [name]:
        raise CaseError(f"{name!r} cannot be an id in a TREC file: it is empty or holds a blank")
    return name
