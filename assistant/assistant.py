"""The assistant: retrieval, decision, choice and citation, in that order."""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from assistant.choose import FEWEST, MOST, choose, unsaid
from assistant.citing import follow_ups, nearest, quoted
from assistant.conversation import context_of
from assistant.decide import BY_WORDS, Decision, evidence, mean
from assistant.definitions import least_said
from assistant.facets import facets
from assistant.follow_up import asks_itself
from assistant.found import Found
from assistant.join import joined
from assistant.kinds import SHOWN, wanted_kinds
from assistant.language import IN_ENGLISH, seems_foreign
from assistant.llm.errors import ModelError
from assistant.llm.write import Writer
from assistant.relevance import relevant_units
from assistant.sides import compared
from assistant.split import asked_in
from assistant.subject import interpreted, sides_in_full
from assistant.talk import NOTHING_ASKED, without_talk
from assistant.types import Answer, Statement, Turn
from index.search import Searcher
from index.types import NO_FILTERS, Filters
from ingest.errors import SettingsError
from ingest.metadata import without_lone_surrogates

RETRIEVED = 20
LONGEST_QUESTION = 4_000
"""Characters of a question that are read: more than anybody asks, too few to be a burden."""

_BLOCKS = 3
"""Passages of code, or of formulas, that are looked for besides where a question wants one."""
_LABELS = {"engineer": "Engineer", "pm": "PM", "scientist": "Scientist"}


class Assistant:
    """Answers questions from the library of one home.

    Attributes:
        writer: words answers if asked to; without one they are in the words of the sources.
    """

    def __init__(
        self,
        searcher: Searcher,
        decision: Decision,
        writer: Writer | None = None,
        leaning: Decision = BY_WORDS,
    ) -> None:
        self.searcher = searcher
        self.decision = decision
        self.writer = writer
        self.leaning = leaning

    @property
    def can_generate(self) -> bool:
        """Whether a language model is configured, so that ``llm=True`` can be asked for."""
        return self.writer is not None

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        *,
        llm: bool = False,
    ) -> Answer:
        """The last, complete answer of `stream`."""
        *_, answer = self.stream(question, history, filters, llm=llm)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        *,
        llm: bool = False,
    ) -> Generator[Answer]:
        """Answers a question, or says that the sources do not hold an answer.

        Several questions in one are answered one by one; what was said to one is not said again,
        and what is only talk is no question.

        Args:
            question: in the reader's words; read up to `LONGEST_QUESTION` characters.
            history: earlier turns, oldest first, for questions that lean on them.
            filters: passages that may be quoted; paragraphs written for the role come first.
            llm: whether the configured language model words the answer. Where it fails, the
                sources' own words stand in, and `Answer.notice` says so.

        Yields:
            The answer as it grows, at least once; the last one is complete, and it alone may
            abstain. What quotes the sources is there at once; what a language model words grows
            sentence by sentence. Closing the generator ends the request to the model.

        Raises:
            StoreError: if the home has no index that can be used; the message says what to do.
            SettingsError: if a language model is asked for and none is configured.
        """
        question = without_lone_surrogates(question)[:LONGEST_QUESTION]
        writer = self.writer if llm else None
        if llm and writer is None:
            raise SettingsError(
                "no language model is configured; set llm.base_url and llm.model in viva.toml"
            )
        parts = asked_in(question, history)
        if not parts:
            yield _nothing(question, NOTHING_ASKED)
            return
        answers: list[Answer] = []
        shown: Answer | None = None
        rewritten = writer.rewritten(question, history) if writer else None
        parts = [(part, ()) for part in rewritten] if rewritten else parts
        found = [self.find(part, turns, filters) for part, turns in parts]
        held = sum(self.decision.answers(each.evidence) for each in found)
        most = max(FEWEST, MOST // max(held, 1))
        for each in found:
            for answer in self._answers(each, writer, answers, most):
                if writer and answer.statements:
                    shown = joined(question, [*answers, answer])
                    yield shown
            answers.append(answer)
        complete = joined(question, answers)
        if complete != shown:
            yield complete

    def find(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        k: int = RETRIEVED,
    ) -> Found:
        """What the library holds on one question, before it is decided whether that answers it.

        The talk around a question is left out. A follow-up is searched for together with what it
        leans on; whether it is answered is judged by the question alone and by the question as it
        is interpreted, in equal parts. One that compares what was named before is put in full
        instead.

        Args:
            question: one, in the reader's words.
            history: earlier turns, oldest first.
            filters: of the passages.
            k: passages, at most.
        """
        timings: dict[str, float] = {}
        generation = self.searcher.generation
        role = _LABELS.get(filters.role or "", "")
        with _timed("encode", timings):
            asked = self.searcher.mended(without_talk(question), generation)
            before = [replace(turn, question=without_talk(turn.question)) for turn in history]
            thread, context = context_of(
                asked, before, self.searcher, generation, filters, self.leaning
            )
            answered = self.searcher.mended(interpreted(asked, thread), generation)
            if sides_in_full(asked, thread):  # now it stands alone
                asked, thread, context = answered, (), None
            query = self.searcher.query(asked, generation, context)
        with _timed("search", timings):
            search = partial(self.searcher.search, filters=filters, generation=generation)
            hits = search(asked, k, context=context)
            # Who has asked for code, and then why it works, does not want code again.
            kinds = wanted_kinds(asked if asks_itself(asked) else answered)
            blocks = [
                replace(hit, rank=k + hit.rank)
                for kind in SHOWN
                if filters.kind is None and kind in kinds
                for hit in search(
                    asked, _BLOCKS, filters=replace(filters, kind=kind), context=context
                )
            ]
            judged = {x: search(x, k) for x in (asked, answered)} if thread else {asked: hits}
        with _timed("compose", timings):
            encode = self.searcher.encoder.encode_query
            parts = facets(asked, encode(asked), query.weights)
            relevant = relevant_units(
                asked, query, [*hits, *blocks], generation, role, kinds, parts
            )
            found = mean(
                [evidence(text, encode(text), best, generation) for text, best in judged.items()]
            )
            least = least_said(asked)
            says_what = any(0 < least <= item.defines for item in relevant)
            found = replace(found, defined=says_what)
        return Found(question, answered, generation, hits, relevant, found, role, kinds, timings)

    def _answers(
        self, found: Found, writer: Writer | None, earlier: Sequence[Answer], most: int
    ) -> Iterator[Answer]:
        """The growing answer to one question, which earlier ones may have given already."""
        if not self.decision.answers(found.evidence):
            foreign = seems_foreign(found.question, found.evidence.missing)
            yield _nothing(found.question, IN_ENGLISH) if foreign else self._answer(found, ())
            return
        notice = ""
        if writer:
            started = time.perf_counter()
            try:
                for written in writer.write(found.interpreted, found.hits, found.generation):
                    taken = {"generate": time.perf_counter() - started}
                    answer = self._answer(found, written.statements, taken)
                    yield replace(answer, mode="generated", notice=written.notice)
                return
            except ModelError as error:
                notice = f"The language model {error}. These are the sources' own words."
        timings: dict[str, float] = {}
        with _timed("choose", timings):
            asked = found.interpreted
            fresh = unsaid(found.relevant, earlier)
            choices = choose(fresh, found.role, compared(asked), found.kinds, most)
        answer = self._answer(found, quoted(choices, found.generation), timings)
        said_before = len(fresh) < len(found.relevant)
        yield replace(answer, notice=notice, abstained=answer.abstained and not said_before)

    def _answer(
        self,
        found: Found,
        statements: Sequence[Statement],
        timings: Mapping[str, float] = MappingProxyType({}),
    ) -> Answer:
        citations = tuple(cited for statement in statements for cited in statement.citations)
        documents = {citation.doc_id for citation in citations}
        return Answer(
            question=found.question,
            interpreted_as=found.interpreted,
            statements=tuple(statements),
            citations=citations,
            abstained=not statements,
            missing=found.evidence.absent if statements else found.evidence.missing,
            nearest=tuple(nearest(found.hits, found.generation, documents)),
            follow_ups=tuple(follow_ups(found.hits, citations)),
            confidence=round(self.decision.confidence(found.evidence), 4),
            timings={
                stage: round(1000 * seconds, 2)
                for stage, seconds in (found.timings | dict(timings)).items()
            },
        )


def _nothing(question: str, reason: str) -> Answer:
    """What is said to a message that is no question that could be looked up."""
    return Answer(question, question, abstained=True, reason=reason)


@contextmanager
def _timed(stage: str, timings: dict[str, float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    timings[stage] = time.perf_counter() - started
