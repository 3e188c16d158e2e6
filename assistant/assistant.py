"""The assistant: retrieval, decision, choice and citation, in that order."""

import time
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.choose import choose
from assistant.decide import Decision, Evidence, evidence
from assistant.follow_up import interpret
from assistant.join import joined
from assistant.references import references, without_marks
from assistant.relevance import Relevant, relevant_units
from assistant.sides import compared
from assistant.split import split_questions
from assistant.types import Answer, Citation, Nearest, Statement, Turn
from index.backend import Generation
from index.search import Searcher
from index.types import NO_FILTERS, Filters, Hit
from ingest.place import place
from ingest.types import Document, Kind

RETRIEVED = 20
_QUOTED_FROM = 6
_LABELS = {"engineer": "Engineer", "pm": "PM", "scientist": "Scientist"}
_NEAREST = 3
_FOLLOW_UPS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What the library holds on a question.

    Attributes:
        interpreted: the question with what it leans on, misspellings mended.
        hits: passages, best first.
        relevant: the quotable units of the best of them.
        evidence: whether they answer the question.
        role: label of the paragraphs that are meant for the reader.
        timings: seconds by stage.
    """

    interpreted: str
    generation: Generation
    hits: Sequence[Hit]
    relevant: Sequence[Relevant]
    evidence: Evidence
    role: str
    timings: Mapping[str, float]


class Assistant:
    """Answers questions from the library of one home, in the words of its sources."""

    def __init__(self, searcher: Searcher, decision: Decision) -> None:
        self.searcher = searcher
        self.decision = decision

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS
    ) -> Answer:
        """Answers a question, or says that the sources do not hold an answer.

        Several questions in one are answered one by one.

        Args:
            question: in the reader's words.
            history: earlier turns, oldest first, for questions that lean on them.
            filters: passages that may be quoted; paragraphs written for the role come first.

        Raises:
            StoreError: if the home has no index that can be used; the message says what to do.
        """
        turns = list(history)
        answers = []
        for part in split_questions(question):
            answers.append(self._answer(part, turns, filters))
            turns.append(Turn(part))
        return joined(question, answers)

    def find(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS
    ) -> Found:
        """What the library holds on one question, before it is decided whether that answers it."""
        timings: dict[str, float] = {}
        generation = self.searcher.generation
        role = _LABELS.get(filters.role or "", "")
        with _timed("encode", timings):
            interpreted = self.searcher.mended(interpret(question, history), generation)
            encoded = self.searcher.encoder.encode_query(interpreted)
        with _timed("search", timings):
            hits = self.searcher.search(interpreted, RETRIEVED, filters, generation=generation)
        with _timed("compose", timings):
            relevant = relevant_units(interpreted, encoded, hits[:_QUOTED_FROM], generation, role)
            found = evidence(question, hits, relevant, generation)
        return Found(interpreted, generation, hits, relevant, found, role, timings)

    def _answer(self, question: str, history: Sequence[Turn], filters: Filters) -> Answer:
        found = self.find(question, history, filters)
        generation, hits, timings = found.generation, found.hits, dict(found.timings)
        choices: list[Relevant] = []
        if self.decision.answers(found.evidence):
            with _timed("choose", timings):
                choices = choose(found.relevant, found.role, compared(found.interpreted))
        statements = _statements(choices, generation)
        quoted = {choice.hit.chunk.doc_id for choice in choices}
        return Answer(
            question=question,
            interpreted_as=found.interpreted,
            statements=tuple(statements),
            citations=tuple(cited for statement in statements for cited in statement.citations),
            abstained=not statements,
            missing=found.evidence.missing,
            nearest=tuple(_nearest(hits, generation, quoted)),
            follow_ups=tuple(_follow_ups(hits, choices)),
            confidence=round(self.decision.confidence(found.evidence), 4),
            timings={stage: round(1000 * seconds, 2) for stage, seconds in timings.items()},
        )


def _statements(choices: Sequence[Relevant], generation: Generation) -> list[Statement]:
    """Choices as cited statements; passages are numbered in order of first use."""
    markers: dict[str, int] = {}
    statements = []
    for choice, before in zip(choices, [None, *choices], strict=False):
        chunk, unit = choice.hit.chunk, choice.unit
        document = generation.documents[chunk.doc_id]
        marker = markers.setdefault(chunk.chunk_id, len(markers) + 1)
        # A pronoun keeps its place behind the sentence that it points at.
        follows = before and before.hit is choice.hit and before.unit.order == unit.order - 1
        own = 0 if follows else unit.pronoun
        said = without_marks(unit.text[own:])
        text = f"[{unit.subject}] {said}" if own else said
        citation = _cite(choice, unit.start + own, document, marker)
        statements.append(Statement(text, (citation,)))
    return statements


def _cite(choice: Relevant, start: int, document: Document, marker: int) -> Citation:
    unit, chunk = choice.unit, choice.hit.chunk
    return Citation(
        marker=marker,
        chunk_id=chunk.chunk_id,
        doc_id=chunk.doc_id,
        start=start,
        end=unit.end,
        quote=document.text[start : unit.end],
        title=document.title,
        source=document.sources[0],
        headings=chunk.headings,
        place=place(document, start, unit.end),
        references=references(unit.text, document.metadata),
        as_of=document.metadata.get("as_of"),
    )


def _nearest(
    hits: Sequence[Hit], generation: Generation, quoted: Container[str]
) -> Iterator[Nearest]:
    """The topics of the best passages that are not quoted, each once."""
    seen: set[str] = set()
    for hit in hits:
        doc_id = hit.chunk.doc_id
        if doc_id not in seen and doc_id not in quoted and len(seen) < _NEAREST:
            seen.add(doc_id)
            yield Nearest(doc_id, generation.documents[doc_id].title, hit.chunk.headings)


def _follow_ups(hits: Sequence[Hit], choices: Sequence[Relevant]) -> Iterator[str]:
    """Questions of passages that were found but not quoted."""
    quoted = {choice.hit.chunk.headings for choice in choices}
    asked: set[str] = set()
    for hit in hits:
        headings = hit.chunk.headings
        is_new = hit.chunk.kind is Kind.QA and headings and headings not in quoted
        if is_new and headings[-1] not in asked and len(asked) < _FOLLOW_UPS:
            asked.add(headings[-1])
            yield headings[-1]


@contextmanager
def _timed(stage: str, timings: dict[str, float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    timings[stage] = time.perf_counter() - started
