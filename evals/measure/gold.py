"""Gold passages of a question among today's passages."""

from collections.abc import Callable, Mapping, Sequence

from evals.errors import CaseError
from evals.gold import gold_chunks, locate
from evals.measure.answers import Span
from evals.types import Gold
from ingest.digest import digest
from ingest.types import Chunk, Document


def judged(
    name: str,
    golds: Sequence[Gold],
    documents: Mapping[str, Document],
    chunks_of: Callable[[str], Sequence[Chunk]],
) -> tuple[dict[str, int], list[Span]]:
    """Gold passages with grades, and where the quotes stand.

    A quote that the library has lost stays in the judgement as a passage that nobody can find, so
    that it counts as missed rather than not at all.

    Args:
        name: of the case.
        golds: its quotes.
        documents: by id.
        chunks_of: the passages of a document.
    """
    grades: dict[str, int] = {}
    spans: list[Span] = []
    for gold in golds:
        try:
            start, end = locate(name, gold.doc_id, gold.quote, documents)
            found = gold_chunks(name, [gold], documents, chunks_of(gold.doc_id))
        except CaseError:
            grades[lost_id(gold)] = gold.grade
            continue
        spans.append((gold.doc_id, start, end))
        for chunk, grade in found.items():
            grades[chunk] = max(grade, grades.get(chunk, 0))
    return grades, spans


def lost_id(gold: Gold) -> str:
    """Stands in a judgement for the passage of a quote that is nowhere."""
    return f"lost-{digest(gold.doc_id, gold.quote)}"
