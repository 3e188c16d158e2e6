"""Fitting whether a question leans on those before it, on the development cases."""

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.assistant import Assistant
from assistant.conversation import signals_of
from assistant.decide import Decision, Evidence
from assistant.follow_up import corrects, opens, returns
from evals.cases import cases
from evals.coefficients import logistic
from evals.types import ConversationCase, RetrievalCase, Split, UnanswerableCase
from index.progress import Progress
from ingest.types import Kind

SIGNALS = ("best", "place", "says", "points", "goes on")
MISTAKEN = 0.02
"""Share of the questions that stand alone and are taken to lean at the threshold."""

_OF_THE_SOURCES = 300


def fit_leaning(assistants: Sequence[Assistant], progress: Progress) -> Decision:
    """Fits coefficients and threshold to the development cases.

    The later turns of conversations lean, unless their words settle it. What stands alone is put
    behind a conversation that it does not belong to: the first turns of other conversations, single
    questions with and without an answer, and questions of the curriculum itself, which are short.

    Args:
        assistants: over the curriculum with its questions and without them, since a reader's notes
            have none.
        progress: told how many questions were asked.
    """
    asked = [
        (assistant, *each)
        for assistant in assistants
        for each in (*_leaning(), *_standing(assistant))
    ]
    found: list[Evidence] = []
    for number, (assistant, question, before, _) in enumerate(asked, 1):
        found.append(signals_of(question, before, assistant.searcher))
        progress("asking", number, len(asked))
    labels = np.array([leans for *_, leans in asked])
    fitted = logistic(found, labels, SIGNALS, assistants[0].searcher.encoder.sha256)
    standing = [fitted.confidence(x) for x, leans in zip(found, labels, strict=True) if not leans]
    threshold = round(float(np.quantile(standing, 1 - MISTAKEN)), 4)
    return Decision(fitted.encoder, fitted.bias, fitted.weights, threshold)


def _leaning() -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Turns with those before them."""
    for case in cases(ConversationCase, Split.DEV):
        said = tuple(turn.question for turn in case.turns)
        for number, question in enumerate(said[1:], 1):
            if not (opens(question) or returns(question) or corrects(question)):
                yield question, said[:number], True


def _standing(assistant: Assistant) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Questions with the beginning of a conversation from another section."""
    talks = cases(ConversationCase, Split.DEV)
    single = cases(RetrievalCase, Split.DEV)
    unanswered = cases(UnanswerableCase, Split.DEV)
    pairs = [chunk for chunk in assistant.searcher.generation.chunks if chunk.kind is Kind.QA]
    some = pairs[:: max(1, len(pairs) // _OF_THE_SOURCES)]
    questions = [
        *((case.turns[0].question, case.section) for case in talks),
        *((case.question, case.section) for case in single),
        *((case.question, "") for case in unanswered),
        *((chunk.headings[-1], chunk.doc_id.split("/")[0]) for chunk in some),
    ]
    for number, (question, section) in enumerate(questions):
        others = [talk for talk in talks if talk.section != section]
        talk = others[number % len(others)]
        said = tuple(turn.question for turn in talk.turns[: 1 + number % 2])
        yield question, said, False
