"""From quotes of the corpus to today's passages, and the cases that a changed corpus has broken."""

from collections.abc import Iterable, Iterator, Mapping

from evals.cases import Report, cases
from evals.errors import CaseError
from evals.types import (
    AnswerCase,
    ConversationCase,
    Gold,
    RetrievalCase,
    Split,
    SupportPair,
)
from ingest.types import Chunk, Document


def gold_chunks(
    name: str, golds: Iterable[Gold], documents: Mapping[str, Document], chunks: Iterable[Chunk]
) -> dict[str, int]:
    """Chunk ids with the grade of the quote they hold; a chunk holds a quote if it has half of it.

    Args:
        name: of the case, for the error.
        golds: the quotes.
        documents: by id.
        chunks: of all documents.

    Raises:
        CaseError: if a quote is no longer in its document.
    """
    grades: dict[str, int] = {}
    golds = list(golds)
    own = {gold.doc_id for gold in golds}
    candidates = [chunk for chunk in chunks if chunk.doc_id in own]
    for gold in golds:
        start, end = locate(name, gold.doc_id, gold.quote, documents)
        for chunk in candidates:
            shared = min(end, chunk.end) - max(start, chunk.start)
            if chunk.doc_id == gold.doc_id and 2 * shared >= end - start:
                grades[chunk.chunk_id] = max(gold.grade, grades.get(chunk.chunk_id, 0))
    if not grades:
        raise CaseError(f"case {name}: no passage holds half of any of its quotes")
    return grades


def locate(
    name: str, doc_id: str, quote: str, documents: Mapping[str, Document]
) -> tuple[int, int]:
    """Where a quote stands in its document, the first time.

    Raises:
        CaseError: if it does not.
    """
    document = documents.get(doc_id)
    start = document.text.find(quote) if document else -1
    if start < 0:
        raise CaseError(f"case {name}: {doc_id} does not hold {quote[:60]!r}")
    return start, start + len(quote)


def broken_cases(documents: Mapping[str, Document]) -> list[str]:
    """What is wrong with the cases of both parts, a line each, measured against a corpus."""
    report = Report()
    found: list[str] = []
    for split in Split:
        for name, doc_id, quote in _quotes(split, report):
            try:
                locate(name, doc_id, quote, documents)
            except CaseError as error:
                found.append(str(error))
        for answer in cases(AnswerCase, split, report):
            missing = [doc for doc in answer.docs if doc not in documents]
            found += [f"case {answer.id}: no document {doc}" for doc in missing]
    return found


def _quotes(split: Split, report: Report) -> Iterator[tuple[str, str, str]]:
    """Case, document and quote of everything that is quoted in one part of the cases."""
    for case in cases(RetrievalCase, split, report):
        yield from ((case.id, gold.doc_id, gold.quote) for gold in case.gold)
    for conversation in cases(ConversationCase, split, report):
        for turn in conversation.turns:
            yield from ((conversation.id, gold.doc_id, gold.quote) for gold in turn.gold)
    for pair in cases(SupportPair, split, report):
        yield pair.id, pair.doc_id, pair.passage
