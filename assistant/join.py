"""The answers to the several questions of one message, as one Answer."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.types import Answer, Citation, Statement

T = TypeVar("T")


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer out of several, in order; passages are numbered anew, each once.

    The message is answered if any of its questions is; those that are not are named in
    ``uncovered``. A reason is given if it is the same for all.
    """
    if len(answers) == 1:
        return replace(answers[0], question=question)
    markers: dict[str, int] = {}
    said: dict[str, Statement] = {}
    for answer in answers:
        for statement in answer.statements:
            if statement.text not in said:
                cited = tuple(_renumbered(citation, markers) for citation in statement.citations)
                said[statement.text] = replace(statement, citations=cited)
    statements = tuple(said.values())
    citations = tuple(citation for statement in statements for citation in statement.citations)
    documents = {citation.doc_id for citation in citations}
    headings = {citation.headings[-1] for citation in citations if citation.headings}
    generated = any(answer.mode == "generated" for answer in answers)
    reasons = {answer.reason for answer in answers}
    return Answer(
        question=question,
        interpreted_as=" ".join(answer.interpreted_as for answer in answers),
        statements=statements,
        citations=citations,
        abstained=not statements,
        reason=reasons.pop() if len(reasons) == 1 else "",
        missing=_each_once(
            word
            for answer in answers
            if answer.abstained == (not statements)
            for word in answer.missing
        ),
        uncovered=tuple(answer.question for answer in answers if answer.abstained),
        nearest=_each_once(
            (each for answer in answers for each in answer.nearest if each.doc_id not in documents),
            key=lambda each: each.doc_id,
        ),
        follow_ups=_each_once(
            asked for answer in answers for asked in answer.follow_ups if asked not in headings
        ),
        confidence=max(answer.confidence for answer in answers),
        mode="generated" if generated else "extractive",
        notice=" ".join(_each_once(answer.notice for answer in answers if answer.notice)),
        timings=_summed(answer.timings for answer in answers),
    )


def _summed(timings: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: Counter[str] = Counter()
    for each in timings:
        total.update(each)
    return {stage: round(milliseconds, 2) for stage, milliseconds in total.items()}


def _renumbered(citation: Citation, markers: dict[str, int]) -> Citation:
    return replace(citation, marker=markers.setdefault(citation.chunk_id, len(markers) + 1))


def _each_once(
    items: Iterable[T], key: Callable[[T], Hashable] = lambda item: item
) -> tuple[T, ...]:
    """The first item of each key."""
    first: dict[Hashable, T] = {}
    for item in items:
        first.setdefault(key(item), item)
    return tuple(first.values())
