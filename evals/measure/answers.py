"""What an answer is worth: facts it holds, passages it cites, and whether it quotes them truly."""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.references import without_marks
from assistant.types import Answer, Citation, Statement
from evals.measure.outcome import Fact
from ingest.types import Document

Span = tuple[str, int, int]
"""A document with the start and end of some of its characters."""

Supports = Callable[[str, str], float]
"""How far a passage carries a sentence, in [0, 1]."""

CARRIED = 0.5
"""Least degree of support at which a sentence counts as carried."""

_ADDED = re.compile(r"\[(?!@)[^\]]*\]\s?")


def nugget_recall(facts: Sequence[Fact]) -> dict[str, float]:
    """The share of the vital facts and of all facts that are held; empty without facts."""
    held = [fact.held for fact in facts]
    vital = [fact.held for fact in facts if fact.vital]
    recall = {"nuggets": sum(held) / len(held)} if held else {}
    return recall | ({"vital nuggets": sum(vital) / len(vital)} if vital else {})


def citation_scores(
    citations: Sequence[Citation], gold: Mapping[str, int], quotes: Sequence[Span]
) -> dict[str, float]:
    """How citations fit the gold passages.

    ``citation precision`` is the share of citations whose passage is gold, absent without
    citations; ``citation recall`` the share of gold passages that are cited; ``gold quoted``
    whether at least half of any gold quote is quoted.

    Args:
        citations: of an answer.
        gold: passages that answer the question, with grades.
        quotes: where the gold quotes stand.
    """
    cited = [citation.chunk_id in gold for citation in citations]
    found = {citation.chunk_id for citation in citations} & gold.keys()
    quoted = any(_quotes(citation, span) for citation in citations for span in quotes)
    precision = {"citation precision": sum(cited) / len(cited)} if cited else {}
    return precision | {"citation recall": len(found) / len(gold), "gold quoted": float(quoted)}


def faithfulness(
    answer: Answer, documents: Mapping[str, Document], supports: Supports | None = None
) -> dict[str, float]:
    """Whether citations and statements are what they claim to be; empty for an abstention.

    ``exact citations`` is the share whose quote stands at exactly the characters cited;
    ``supported`` the share of statements that their quotes carry: word for word, or, where a
    check is given, by that.
    """
    if not answer.statements:
        return {}
    exact = [_is_exact(citation, documents) for citation in answer.citations]
    carried = [_is_carried(statement, supports) for statement in answer.statements]
    cited = {"exact citations": sum(exact) / len(exact)} if exact else {}
    return cited | {"supported": sum(carried) / len(carried)}


def _quotes(citation: Citation, span: Span) -> bool:
    doc_id, start, end = span
    shared = min(end, citation.end) - max(start, citation.start)
    return citation.doc_id == doc_id and 2 * shared >= end - start


def _is_exact(citation: Citation, documents: Mapping[str, Document]) -> bool:
    document = documents.get(citation.doc_id)
    return document is not None and document.text[citation.start : citation.end] == citation.quote


def _is_carried(statement: Statement, supports: Supports | None) -> bool:
    quoted = " ".join(citation.quote for citation in statement.citations)
    words = f" {_words(without_marks(quoted))} "
    said = (_words(statement.text), _words(_ADDED.sub("", statement.text)))
    if any(text and f" {text} " in words for text in said):
        return True
    return supports is not None and bool(quoted) and supports(quoted, statement.text) >= CARRIED


def _words(text: str) -> str:
    return " ".join(text.split())
