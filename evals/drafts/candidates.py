"""Candidate cases from feedback: what was liked, what was wrong, what should have been answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.drafts.draft import Draft, draft_id
from evals.drafts.feedback import Feedback, Quoted, Reaction
from evals.drafts.library import first_sentence
from evals.measure.subject import Subject
from evals.types import Gold, RetrievalCase, Split
from ingest.digest import digest

_MOST_GOLD = 5
_WHY = {
    Reaction.HELPFUL: "a reader liked this answer; its quotes are the gold",
    Reaction.UNHELPFUL: "a reader found this answer unhelpful; keep the quotes that do answer",
    Reaction.SHOULD_HAVE_ANSWERED: "refused, and a reader expected an answer; keep what answers",
    Reaction.WRONG_SOURCE: "a reader says that a source is wrong; the other passages are proposed",
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """What became of feedback.

    Attributes:
        drafts: cases to be looked at.
        errors: what is said to be wrong in passages: for the sources, not for cases.
        unanswered: questions for which the library holds nothing to propose.
    """

    drafts: tuple[Draft, ...]
    errors: tuple[Feedback, ...]
    unanswered: tuple[str, ...]


def candidates(feedback: Iterable[Feedback], subject: Subject) -> Candidates:
    """Drafts for each question that was given an opinion; the last opinion counts.

    Args:
        feedback: oldest first.
        subject: over the library that the questions were put to.
    """
    every = list(feedback)
    errors = tuple(each for each in every if each.opinion is Reaction.PASSAGE_ERROR)
    last = {each.question: each for each in every if each.opinion is not Reaction.PASSAGE_ERROR}
    golds = {question: list(_gold(each, subject)) for question, each in last.items()}
    return Candidates(
        drafts=tuple(_draft(each, golds[name]) for name, each in last.items() if golds[name]),
        errors=errors,
        unanswered=tuple(name for name in last if not golds[name]),
    )


def _gold(feedback: Feedback, subject: Subject) -> Iterator[Gold]:
    """What was liked, else the passages that today's ranking proposes, five at most."""
    if feedback.opinion is Reaction.HELPFUL:
        quotes: Sequence[Quoted] = feedback.cited
    else:
        quotes = list(_proposed(feedback, subject))
    for quoted in dict.fromkeys(quotes[:_MOST_GOLD]):
        yield Gold(doc_id=quoted.doc_id, quote=quoted.quote, grade=2)


def _proposed(feedback: Feedback, subject: Subject) -> Iterator[Quoted]:
    """The first sentence of each of the best passages, but of the one that is said to be wrong."""
    wrong = feedback.passage
    for hit in subject.rank(feedback.question, (), _MOST_GOLD + 1):
        chunk = hit.chunk
        is_wrong = wrong and chunk.doc_id == wrong.doc_id and wrong.quote in chunk.text
        if not is_wrong and (sentence := first_sentence(chunk)):
            yield Quoted(doc_id=chunk.doc_id, quote=sentence)


def _draft(feedback: Feedback, gold: Sequence[Gold]) -> Draft:
    name = draft_id(feedback.question)
    case = RetrievalCase(
        id=name,
        question=feedback.question,
        gold=tuple(gold),
        type="fact",
        style="question" if feedback.question.rstrip().endswith("?") else "chatty",
        section=gold[0].doc_id.partition("/")[0],
        difficulty=2,
        split=Split.TEST if int(digest(name)[0], 16) % 2 else Split.DEV,
    )
    said = f" (“{feedback.note.strip()}”)" if feedback.note.strip() else ""
    return Draft(why=f"{_WHY[feedback.opinion]}{said}", case=case)
