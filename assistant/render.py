"""An Answer as Markdown and as JSON."""

import re
from collections.abc import Callable
from typing import Any

from assistant.types import Answer, Citation, Statement, Verdict

_BLOCK_END = re.compile(r"(?:^[|].*|^\s*(?:[-*+]|\d+[.)])\s.*|```|~~~|\$\$)\s*\Z", re.MULTILINE)
"""Ends of text after which a marker must stand in a paragraph of its own."""

NOTHING_FOUND = "The sources do not hold an answer to this question."


def plain_marker(citation: Citation) -> str:
    """``[1]``."""
    return f"[{citation.marker}]"


def as_it_is(text: str) -> str:
    """Text unchanged."""
    return text


def plain_doubt(_reason: str) -> str:
    """What stands behind a statement that its sources do not carry."""
    return "⚠ *not supported*"


def statement_blocks(
    answer: Answer,
    marker: Callable[[Citation], str] = plain_marker,
    show: Callable[[str], str] = as_it_is,
    doubt: Callable[[str], str] = plain_doubt,
) -> list[str]:
    """The statements as Markdown blocks; neighbouring sentences of one passage share a paragraph.

    Args:
        answer: anything, abstained or not.
        marker: how a citation is shown.
        show: how a statement's text is shown, such as escaped.
        doubt: what stands behind a statement that is not supported, for a reason.
    """
    blocks: list[str] = []
    joins = False
    for number, statement in enumerate(answer.statements):
        marks = "".join(map(marker, statement.citations))
        if statement.verdict is Verdict.UNSUPPORTED:
            marks = f"{marks} {doubt(statement.reason)}".lstrip()
        gap = ("\n\n" if _BLOCK_END.search(statement.text) else " ") if marks else ""
        shown = f"{show(statement.text)}{gap}{marks}"
        is_block = "\n" in statement.text
        if statement.lead:
            goes_on = bool(blocks) and "\n\n" not in statement.lead
        else:
            goes_on = joins and not is_block
            goes_on = goes_on and _same_passage(answer.statements[number - 1], statement)
        if goes_on:
            blocks[-1] += f"{statement.lead or ' '}{shown}"
        else:
            blocks.append(f"{statement.lead.lstrip()}{shown}")
        joins = not is_block
    return blocks


def markdown(answer: Answer) -> str:
    """The whole answer as Markdown; an abstention says what is missing and what is near."""
    if not answer.abstained:
        left = [f"The sources do not answer: {part}" for part in answer.uncovered]
        if answer.missing:
            left.append(f"The passages found do not mention: {', '.join(answer.missing)}.")
        return "\n\n".join([*statement_blocks(answer), *left])
    parts = [answer.reason or NOTHING_FOUND]
    if answer.missing:
        parts.append(f"No passage mentions: {', '.join(answer.missing)}.")
    if answer.nearest:
        titles = "; ".join(topic.title for topic in answer.nearest)
        parts.append(f"Nearest topics: {titles}.")
    return "\n\n".join(parts)


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON values, with the names of the command line's contract."""
    return {
        "question": answer.question,
        "interpreted_as": answer.interpreted_as,
        "answer": markdown(answer),
        "statements": [
            {
                "text": statement.text,
                "support": statement.support,
                "verdict": statement.verdict,
                "reason": statement.reason,
                "citations": [_citation(citation) for citation in statement.citations],
            }
            for statement in answer.statements
        ],
        "abstained": answer.abstained,
        "reason": answer.reason,
        "missing": list(answer.missing),
        "uncovered": list(answer.uncovered),
        "nearest": [
            {"doc_id": topic.doc_id, "title": topic.title, "headings": list(topic.headings)}
            for topic in answer.nearest
        ],
        "follow_ups": list(answer.follow_ups),
        "confidence": answer.confidence,
        "mode": answer.mode,
        "notice": answer.notice,
        "timings_ms": dict(answer.timings),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    shown = ("marker", "chunk_id", "doc_id", "title", "source", "place", "start", "end", "quote")
    listed = {"headings": list(citation.headings), "references": list(citation.references)}
    return {name: getattr(citation, name) for name in shown} | listed | {"as_of": citation.as_of}


def _same_passage(left: Statement, right: Statement) -> bool:
    return [c.marker for c in left.citations] == [c.marker for c in right.citations]
