"""The assistant: retrieval, decision, choice and citation, in that order."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from assistant.choose import Choice, choose
from assistant.decide import Decision, evidence
from assistant.follow_up import interpret
from assistant.references import references, without_marks
from assistant.types import Answer, Citation, Nearest, Statement, Turn
from index.generation import Generation
from index.search import Searcher
from index.types import NO_FILTERS, Filters, Hit
from ingest.place import place
from ingest.types import Document, Kind

RETRIEVED = 20
_NEAREST = 3
_FOLLOW_UPS = 3


class Assistant:
    """Answers questions from the library of one home, in the words of its sources."""

    def __init__(self, searcher: Searcher, decision: Decision) -> None:
        self.searcher = searcher
        self.decision = decision

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = NO_FILTERS
    ) -> Answer:
        """Answers a question, or says that the sources do not hold an answer.

        Args:
            question: in the reader's words.
            history: earlier turns, oldest first, for questions that lean on them.
            filters: passages that may be quoted.

        Raises:
            StoreError: if the home has no index that can be used; the message says what to do.
        """
        timings: dict[str, float] = {}
        generation = self.searcher.generation
        interpreted = interpret(question, history)
        with _timed("search", timings):
            hits = self.searcher.search(interpreted, RETRIEVED, filters, generation=generation)
        found = evidence(interpreted, hits, generation)
        choices: list[Choice] = []
        if self.decision.answers(found):
            with _timed("compose", timings):
                choices = choose(interpreted, hits, generation, self.searcher.encoder)
        statements = _statements(choices, generation)
        return Answer(
            question=question,
            interpreted_as=interpreted,
            statements=tuple(statements),
            citations=tuple(cited for statement in statements for cited in statement.citations),
            abstained=not statements,
            missing=found.missing,
            nearest=() if statements else tuple(_nearest(hits, generation)),
            follow_ups=tuple(_follow_ups(hits, choices)),
            confidence=round(self.decision.confidence(found), 4),
            timings={stage: round(1000 * seconds, 2) for stage, seconds in timings.items()},
        )


def _statements(choices: Iterable[Choice], generation: Generation) -> list[Statement]:
    """Choices as cited statements; passages are numbered in order of first use."""
    markers: dict[str, int] = {}
    statements = []
    for choice in choices:
        chunk = choice.hit.chunk
        marker = markers.setdefault(chunk.chunk_id, len(markers) + 1)
        citation = _cite(choice, generation.documents[chunk.doc_id], marker)
        statements.append(Statement(without_marks(choice.unit.text), (citation,)))
    return statements


def _cite(choice: Choice, document: Document, marker: int) -> Citation:
    unit, chunk = choice.unit, choice.hit.chunk
    return Citation(
        marker=marker,
        chunk_id=chunk.chunk_id,
        doc_id=chunk.doc_id,
        start=unit.start,
        end=unit.end,
        quote=document.text[unit.start : unit.end],
        title=document.title,
        source=document.sources[0],
        headings=chunk.headings,
        place=place(document, unit.start, unit.end),
        references=references(unit.text, document.metadata),
        as_of=document.metadata.get("as_of"),
    )


def _nearest(hits: Sequence[Hit], generation: Generation) -> Iterator[Nearest]:
    """The topics of the best passages, each once."""
    seen: set[str] = set()
    for hit in hits:
        if hit.chunk.doc_id not in seen and len(seen) < _NEAREST:
            seen.add(hit.chunk.doc_id)
            title = generation.documents[hit.chunk.doc_id].title
            yield Nearest(hit.chunk.doc_id, title, hit.chunk.headings)


def _follow_ups(hits: Sequence[Hit], choices: Sequence[Choice]) -> Iterator[str]:
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
