"""Layouts of questions and answers within one paragraph or one list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.structure.elements import Element
from ingest.structure.questions import Asks, Question, answer_start, marked_question, plain_question

_MAY_BE_MARKED = re.compile(
    r"^[ \t>]*(?:[-*+•][ \t]+)?"
    r"(?:[*_]{2}|[*_(\[]{0,3}Q|[^\n]{3,240}?(?:[ \t]:{2,3}[ \t]|\n\?{1,2}[ \t\r]*\n))",
    re.MULTILINE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"[ \t>]*(?:\*\*)?\d{1,4}\\?[.)]")
_BOLD = re.compile(r"[ \t>]*(?:\*\*|__)")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list.

    Attributes:
        question: what it asks first, if it does.
        continues: whether it holds more than its first paragraph.
        answers: whether it opens with a mark such as ``A:``.
    """

    question: Question | None
    continues: bool = False
    answers: bool = False


def paragraph_elements(text: str, start: int, end: int) -> Iterator[Element]:
    """A paragraph, parted before each line that is marked as a question."""
    lines = [match.start() for match in _MAY_BE_MARKED.finditer(text, start, end)]
    marked = [
        line
        for line, following in pairwise([*lines, end])
        if (question := marked_question(text, line, following)) and question.asks is Asks.MARKED
    ]
    cuts = [*marked, end]
    if text[start : cuts[0]].strip():
        stop = start + len(text[start : cuts[0]].rstrip())
        yield Element(
            start,
            stop,
            question=_unmarked(text, start, stop),
            answer=answer_start(text, start, stop),
        )
    for line, following in pairwise(cuts):
        stop = line + len(text[line:following].rstrip())
        yield Element(line, stop, question=marked_question(text, line, stop))


def _unmarked(text: str, start: int, end: int) -> Question | None:
    """What a paragraph asks if it is numbered, instructs in bold, or does nothing but ask.

    Prose, too, asks itself questions, so the last is but a faint sign.
    """
    if marked := marked_question(text, start, end):
        return marked
    question = plain_question(text, start, end)
    if question is None or _NUMBERED.match(text, start, end):
        return question
    if question.asks is Asks.HINTED and _BOLD.match(text, start, end):
        return question
    whole = question.answer >= end and not text.endswith(":", start, end)
    return replace(question, asks=Asks.FAINTLY) if whole else None


def pairs_of(items: Sequence[Item]) -> list[Question | None]:
    """For each item of a list the question with which it opens a pair, if it does.

    In most items a question must be answered; a list of questions, or one with a question here and
    there, opens no pair at all.
    """
    following = [*items[1:], Item(None)]
    answered = [
        x.question if x.question and (x.question.stated or x.continues or y.answers) else None
        for x, y in zip(items, following, strict=True)
    ]
    asked = sum(question is not None and question.asks >= Asks.ASKED for question in answered)
    hinted = sum(question is not None for question in answered) - asked
    size = sum(not item.answers for item in items)
    if 2 * asked > size or (asked > 1 and 3 * (asked + hinted) >= 2 * size):
        return [x and replace(x, asks=max(x.asks, Asks.ASKED)) for x in answered]
    return [None] * len(items)
