"""What interviews ask most, in plain words: answered, and from a document that answers it.

The cases of `evals/` are hard on purpose; these are what most readers type, in either spelling. A
line of ``plain_questions.tsv`` is a question and the documents that answer it; nothing of the
curriculum answers ``everyday_questions.txt``, though its examples and the questions by which
passages are looked for speak of bread and of France.
"""

from pathlib import Path

from assistant.assistant import Assistant
from evals.cases import cases
from evals.types import Split, UnanswerableCase

_LINES = (Path(__file__).parent / "plain_questions.tsv").read_text(encoding="utf-8").splitlines()
PLAIN = {question: set(right.split(",")) for question, right in (x.split("\t") for x in _LINES)}
_SHOWN_FIRST = 3
EVERYDAY = (Path(__file__).parent / "everyday_questions.txt").read_text(encoding="utf-8")


def test_plain_questions_are_answered_from_where_the_answer_is(assistant: Assistant) -> None:
    documents = assistant.searcher.generation.documents
    assert set().union(*PLAIN.values()) <= set(documents)
    wrong = []
    for question, right in PLAIN.items():
        first = assistant.ask(question).statements[:_SHOWN_FIRST]
        if not right & {statement.citations[0].doc_id for statement in first}:
            wrong.append(question)
    assert len(wrong) <= 0.03 * len(PLAIN), wrong


def test_everyday_questions_are_refused(assistant: Assistant) -> None:
    questions = EVERYDAY.splitlines()
    answered = [question for question in questions if not assistant.ask(question).abstained]
    assert len(questions) == 40
    assert len(answered) <= 0.1 * len(questions), answered
    cases_of_dev = {case.question for case in cases(UnanswerableCase, Split.DEV)}
    assert not cases_of_dev & set(questions), "what is fitted on shows nothing"
