"""Loading the cases, and resolving their quotes to today's passages."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

from evals.errors import CaseError
from evals.types import Gold, RetrievalCase, Split, UnanswerableCase
from ingest.types import Chunk, Document

TYPES = frozenset(
    [
        *("fact", "definition", "why", "comparison", "list", "how-to", "formula", "code"),
        *("design", "behavioural", "several-hops"),
    ]
)
STYLES = frozenset(["keywords", "question", "chatty", "misspelt", "non-native", "paraphrase"])
KINDS = frozenset(("off-topic", "near"))
_GRADES = (1, 2)
_DIFFICULTIES = (1, 2, 3)
_MOST_GOLD = 5


def retrieval_cases() -> list[RetrievalCase]:
    """All retrieval cases.

    Raises:
        CaseError: naming the line that does not fit the schema.
    """
    return [_retrieval_case(where, row) for where, row in _rows("retrieval.jsonl")]


def unanswerable_cases() -> list[UnanswerableCase]:
    """All questions that the corpus does not answer.

    Raises:
        CaseError: naming the line that does not fit the schema.
    """
    return [_unanswerable_case(where, row) for where, row in _rows("unanswerable.jsonl")]


def gold_chunks(
    case: RetrievalCase, documents: Mapping[str, Document], chunks: Iterable[Chunk]
) -> dict[str, int]:
    """Chunk ids with the grade of the quote they hold; a chunk holds a quote if it has half of it.

    Raises:
        CaseError: if a quote is no longer in its document.
    """
    grades: dict[str, int] = {}
    own = {gold.doc_id for gold in case.gold}
    candidates = [chunk for chunk in chunks if chunk.doc_id in own]
    for gold in case.gold:
        start, end = _locate(case.id, gold, documents)
        for chunk in candidates:
            shared = min(end, chunk.end) - max(start, chunk.start)
            if chunk.doc_id == gold.doc_id and 2 * shared >= end - start:
                grades[chunk.chunk_id] = max(gold.grade, grades.get(chunk.chunk_id, 0))
    if not grades:
        raise CaseError(f"case {case.id}: no passage holds half of any of its quotes")
    return grades


def _locate(case_id: str, gold: Gold, documents: Mapping[str, Document]) -> tuple[int, int]:
    document = documents.get(gold.doc_id)
    start = document.text.find(gold.quote) if document else -1
    if start < 0:
        raise CaseError(f"case {case_id}: {gold.doc_id} does not hold {gold.quote[:60]!r}")
    return start, start + len(gold.quote)


def _retrieval_case(where: str, row: Mapping[str, Any]) -> RetrievalCase:
    golds = row.get("gold") or []
    problems = [
        *_unfit(row, "type", TYPES),
        *_unfit(row, "style", STYLES),
        *_unfit(row, "difficulty", _DIFFICULTIES),
        *_unfit(row, "split", list(Split)),
        *(problem for gold in golds for problem in _unfit(gold, "grade", _GRADES)),
        *(f"{key} is empty" for key in ("id", "question", "section") if not row.get(key)),
        *("gold without quote" for gold in golds if not gold.get("quote")),
    ]
    if not 1 <= len(golds) <= _MOST_GOLD:
        problems.append(f"gold must hold 1 to {_MOST_GOLD} quotes")
    if problems:
        raise CaseError(f"{where}: {'; '.join(problems)}")
    gold = tuple(Gold(item["doc_id"], item["quote"], item["grade"]) for item in golds)
    return RetrievalCase(
        id=row["id"],
        question=row["question"],
        gold=gold,
        type=row["type"],
        style=row["style"],
        section=row["section"],
        difficulty=row["difficulty"],
        split=Split(row["split"]),
    )


def _unanswerable_case(where: str, row: Mapping[str, Any]) -> UnanswerableCase:
    problems = [
        *_unfit(row, "kind", KINDS),
        *_unfit(row, "split", list(Split)),
        *(f"{key} is empty" for key in ("id", "question") if not row.get(key)),
    ]
    if problems:
        raise CaseError(f"{where}: {'; '.join(problems)}")
    return UnanswerableCase(row["id"], row["question"], row["kind"], Split(row["split"]))


def _unfit(row: Mapping[str, Any], key: str, known: Collection[Any]) -> Iterator[str]:
    if row.get(key) not in known:
        yield f"{key} is {row.get(key)!r}, not one of {', '.join(sorted(map(str, known)))}"


def _rows(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object of a data file, with where it stands."""
    text = (resources.files("evals") / "data" / name).read_text(encoding="utf-8")
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        where = f"evals/data/{name}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CaseError(f"{where}: not JSON ({error})") from error
        if row.get("id") in seen:
            raise CaseError(f"{where}: the id {row['id']!r} is taken")
        seen.add(row.get("id"))
        yield where, row
