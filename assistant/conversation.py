"""What a question leans on within a conversation, found out by searching for it."""

from collections.abc import Sequence

from assistant.decide import Decision, Evidence
from assistant.follow_up import Thread, leaned_on
from assistant.leaning import DEPTH, leaning, leans
from assistant.subject import subject
from assistant.types import Turn
from index.backend import Generation
from index.query import Context
from index.search import Searcher
from index.types import NO_FILTERS, Filters

_TOPICS = 3
"""Best passages for what was asked before whose documents the conversation is about."""


def context_of(
    question: str,
    history: Sequence[Turn],
    searcher: Searcher,
    generation: Generation,
    filters: Filters,
    decision: Decision,
) -> tuple[Thread, Context | None]:
    """The earlier questions that a question leans on, and what it is searched for with.

    Args:
        question: the latest.
        history: earlier turns, oldest first.
        searcher: over the library.
        generation: that is searched.
        filters: of the passages.
        decision: from the signals of `leaning` to whether a question leans.

    Returns:
        Nothing and None for a question that stands alone.
    """

    def goes_on(question: str, thread: Thread) -> bool:
        seen = signals_of(question, thread, searcher, generation, filters)
        return leans(question, seen, decision)

    def likeness(question: str, thread: Thread) -> float:
        encode = searcher.encoder.encode_query
        return float(encode(question).vector @ encode(subject(thread)).vector)

    questions = [*(turn.question for turn in history), question]
    thread = leaned_on(questions, goes_on, likeness)
    return thread, _context(thread, searcher, generation, filters) if thread else None


def signals_of(
    question: str,
    thread: Thread,
    searcher: Searcher,
    generation: Generation | None = None,
    filters: Filters = NO_FILTERS,
) -> Evidence:
    """What speaks for a question going on with a thread; see `leaning`."""
    generation = generation or searcher.generation
    hits = searcher.search(question, DEPTH, filters, generation=generation)
    topics = _context(thread, searcher, generation, filters).documents
    return leaning(question, searcher.query(question, generation), hits, topics)


def _context(
    thread: Thread, searcher: Searcher, generation: Generation, filters: Filters
) -> Context:
    about = searcher.mended(subject(thread), generation)
    found = searcher.search(about, _TOPICS, filters, generation=generation)
    return Context(about, tuple(dict.fromkeys(hit.chunk.doc_id for hit in found)))
