"""A question within a conversation: what is kept of it, however the answering ends."""

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.store.conversations import turns_of
from assistant.store.feedback import feedback_given
from assistant.store.types import Request
from assistant.types import Answer
from ingest.errors import SettingsError
from tests.desks import Scripted, desk_of, small_home
from ui.desk import Desk, desk_over
from ui.pages.answering import View, ask, ask_again, view
from ui.pages.opening import open_citation, open_document, open_passages, opine

QUESTION = "What does dropout do during training?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_of(small_home(tmp_path_factory.mktemp("desk")))


@pytest.fixture(scope="module")
def parts(desk: Desk) -> list[Answer]:
    """An answer growing by a statement at a time."""
    said = desk.assistant.ask(QUESTION)
    return [
        Answer(QUESTION, QUESTION, said.statements[:n], said.citations[:n], mode="generated")
        for n in (1, 2, 3)
    ]


def scripted(desk: Desk, parts: list[Any], opened: int) -> Desk:
    assistant = Scripted(desk.assistant.searcher, parts)
    assistant.gate.release(opened)
    return desk_over(desk.home, assistant)  # type: ignore[arg-type]


def kept(desk: Desk, of: View) -> Answer | None:
    assert of.conversation_id
    return turns_of(desk.store, of.conversation_id)[-1].answer


def last(views: Iterator[View]) -> View:
    *_, end = views
    return end


def test_the_question_shows_before_the_answer_and_both_are_kept(desk: Desk) -> None:
    views = list(ask(desk, None, Request(QUESTION)))
    assert views[0].answering
    assert views[0].turns[0].answer is None
    assert views[0].turns[0].request.question == QUESTION
    assert not views[-1].answering
    assert views[-1] == view(desk, views[-1].conversation_id)
    further = last(ask(desk, views[-1].conversation_id, Request("and why?")))
    assert [turn.request.question for turn in further.turns] == [QUESTION, "and why?"]
    assert further.turns[1].answer
    assert further.turns[1].answer.interpreted_as.startswith(QUESTION.rstrip("?"))


def test_what_was_shown_is_kept_when_it_is_stopped(desk: Desk, parts: list[Answer]) -> None:
    slow = scripted(desk, parts, 3)
    views = ask(slow, None, Request(QUESTION, llm=True))
    seen = [next(views) for _ in range(4)]
    assert [each.turns[-1].answer for each in seen] == [None, *parts]
    assert kept(slow, seen[0]) == parts[1], "what was taken further from has been shown"
    views.close()  # type: ignore[attr-defined]
    assert slow.assistant.closed.is_set()  # type: ignore[attr-defined]
    assert kept(slow, seen[0]) == parts[1]


@pytest.mark.parametrize(
    "error, said",
    [(SettingsError("set llm.model"), "set llm.model"), (ValueError("x"), "our side")],
)
def test_a_failure_is_said_and_what_was_shown_stays(
    desk: Desk, parts: list[Answer], error: Exception, said: str
) -> None:
    class Failing(Scripted):
        def stream(self, *_asked: object, **_options: object) -> Any:
            yield self.snapshots[0]
            raise error

    failing = desk_over(desk.home, Failing(desk.assistant.searcher, parts))  # type: ignore[arg-type]
    end = last(ask(failing, None, Request(QUESTION)))
    assert said in end.problem
    assert not end.answering
    assert kept(failing, end) == parts[0]


def test_asking_again_replaces_the_answer(desk: Desk, parts: list[Answer]) -> None:
    first = last(ask(desk, None, Request(QUESTION)))
    writing = scripted(desk, parts, 3)
    again = last(ask_again(writing, first.turns[0].turn_id, llm=True))
    assert again.conversation_id == first.conversation_id
    assert kept(desk, again) == parts[-1]
    assert turns_of(desk.store, str(again.conversation_id))[0].request.llm
    quoted = last(ask_again(desk, first.turns[0].turn_id, llm=False))
    assert kept(desk, quoted) == quoted.turns[0].answer
    assert quoted.turns[0].answer
    assert quoted.turns[0].answer.mode == "extractive"
    assert "gone" in last(ask_again(desk, 999_999, llm=False)).problem


def test_links_open_what_they_name_and_nothing_else(desk: Desk) -> None:
    saved = last(ask(desk, None, Request(QUESTION))).turns[0]
    assert "<mark>Dropout sets each" in open_citation(desk, f"turn={saved.turn_id}&cite=0")
    for wrong in ("", "turn=x&cite=0", "turn=99999&cite=0", f"turn={saved.turn_id}&cite=99", "&&="):
        assert "no longer in your library" in open_citation(desk, wrong)
    (doc_id,) = (key for key in desk.assistant.searcher.generation.documents if "dropout" in key)
    assert "Rates" in open_document(desk, f"doc={doc_id}")
    assert "v-chunk" in open_passages(desk, f"doc={doc_id}")
    for opened in (open_document, open_passages):
        assert "no longer in your library" in opened(desk, "doc=/etc/passwd")


def test_only_opinions_that_there_are_are_kept(desk: Desk) -> None:
    saved = last(ask(desk, None, Request(QUESTION))).turns[0]
    before = len(feedback_given(desk.store))
    assert opine(desk, f"turn={saved.turn_id}&cite=1&opinion=wrong-source&reason=no")
    for wrong in ("", f"turn={saved.turn_id}&opinion=odd", "turn=99999&opinion=helpful"):
        assert not opine(desk, wrong)
    (given,) = feedback_given(desk.store)[before:]
    assert given.passage
    assert saved.answer
    assert given.passage.quote == saved.answer.citations[1].quote
