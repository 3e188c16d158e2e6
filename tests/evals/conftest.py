"""One measurement of everything, shared by the gate and by what is sabotaged against it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer, Turn
from evals.case_set import CaseSet, load_case_set
from evals.measure.measure import measure_all
from evals.measure.outcome import Run
from evals.measure.subject import Subject, subject_of
from index.types import Hit


def recorded(subject: Subject) -> Subject:
    """The subject, asked each question once however often it is measured."""
    ask = cache(subject.ask)
    rank = cache(subject.rank)

    def asked(question: str, history: Sequence[Turn]) -> Answer:
        return ask(question, tuple(history))

    def ranked(question: str, history: Sequence[Turn], k: int) -> Sequence[Hit]:
        return rank(question, tuple(history), k)

    return replace(subject, ask=asked, rank=ranked)


@pytest.fixture(scope="session")
def case_set() -> CaseSet:
    return load_case_set()


@pytest.fixture(scope="session")
def subject(assistant: Assistant) -> Subject:
    return recorded(subject_of(assistant))


@pytest.fixture(scope="session")
def measured(subject: Subject, case_set: CaseSet) -> Run:
    return measure_all(subject, case_set)
