"""Cases of every kind as the questions that are put, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from evals.case_set import CaseSet
from evals.types import Gold, Nugget


class Kind(StrEnum):
    """What is asked, and so what is measured of it."""

    RETRIEVAL = "retrieval"
    CONVERSATION = "conversation"
    ANSWER = "answer"
    UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a case.

    Attributes:
        id: the case's; a turn's is ``case/2``.
        text: as it is put.
        groups: by which results are broken down: part, section, style and the like.
        gold: quotes that answer it.
        nuggets: facts that its answer should hold.
    """

    id: str
    case: str
    kind: Kind
    text: str
    groups: dict[str, str]
    gold: tuple[Gold, ...] = ()
    nuggets: tuple[Nugget, ...] = ()


def questions(cases: CaseSet, *, spelt_out: bool = False) -> Iterator[list[Question]]:
    """The questions of each case; those of a conversation follow upon each other.

    Args:
        cases: of every kind.
        spelt_out: whether turns are put as somebody spelt them out, each without those before it.
    """
    for case in cases.retrieval:
        groups = {
            "part": case.split.value, "section": case.section, "style": case.style,
            "type": case.type, "difficulty": str(case.difficulty),
        }  # fmt: skip
        yield [Question(case.id, case.id, Kind.RETRIEVAL, case.question, groups, case.gold)]
    for talk in cases.conversations:
        groups = {"part": talk.split.value, "section": talk.section, "leans by": talk.kind}
        turns = [
            Question(
                id=f"{talk.id}/{number}",
                case=talk.id,
                kind=Kind.CONVERSATION,
                text=turn.standalone if spelt_out else turn.question,
                groups=groups | {"turn": str(number)},
                gold=turn.gold,
            )
            for number, turn in enumerate(talk.turns, 1)
        ]
        yield from ([turn] for turn in turns) if spelt_out else [turns]
    for asked in cases.answers:
        groups = {"part": asked.split.value, "section": asked.section}
        yield [
            Question(asked.id, asked.id, Kind.ANSWER, asked.question, groups, nuggets=asked.nuggets)
        ]
    for none in cases.unanswerable:
        groups = {"part": none.split.value, "subject": none.kind}
        yield [Question(none.id, none.id, Kind.UNANSWERABLE, none.question, groups)]
