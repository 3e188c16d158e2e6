"""A question answered within a conversation, kept as it grows; knows nothing of Gradio."""

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.assistant import Assistant
from assistant.store.conversations import (
    begin_turn,
    conversation_of,
    history,
    save_answer,
    turn,
    turns_of,
)
from assistant.store.types import Request, SavedTurn
from assistant.types import Answer
from ingest.errors import VivaError
from ui.desk import Desk

_OUR_FAULT = "Something went wrong on our side; ask again."


@dataclass(frozen=True, slots=True)
class View:
    """A conversation as it is to be shown.

    Attributes:
        answering: whether the last turn is still growing.
        problem: why there is no answer, in one line.
    """

    conversation_id: str | None = None
    turns: tuple[SavedTurn, ...] = ()
    answering: bool = False
    problem: str = ""


def view(desk: Desk, conversation_id: str | None) -> View:
    """A conversation as it is kept; an empty one if it is not there."""
    turns = tuple(turns_of(desk.store, conversation_id)) if conversation_id else ()
    return View(conversation_id if turns else None, turns)


def ask(desk: Desk, conversation_id: str | None, request: Request) -> Iterator[View]:
    """A question answered at the end of a conversation; None begins one."""
    asked = begin_turn(desk.store, conversation_id, request)
    yield from _answer(desk, asked)


def ask_again(desk: Desk, turn_id: int, *, llm: bool) -> Iterator[View]:
    """A turn answered anew, in the place of what was answered before."""
    asked = turn(desk.store, turn_id)
    if asked is None:
        yield View(problem="This question is gone; ask it once more.")
        return
    yield from _answer(desk, replace(asked, request=replace(asked.request, llm=llm)))


def _answer(desk: Desk, asked: SavedTurn) -> Iterator[View]:
    """The growing conversation.

    What has been shown is kept whenever a citation was added, so that its marker can be opened, and
    at the end, however it came: a stopped answer stays as far as it was read.
    """
    key = conversation_of(desk.store, asked.turn_id)
    everything = turns_of(desk.store, key) if key else []
    before = tuple(each for each in everything if each.turn_id < asked.turn_id)
    shown = kept = None

    def now(answer: Answer | None, *, answering: bool = False, problem: str = "") -> View:
        return View(key, (*before, replace(asked, answer=answer)), answering, problem)

    def keep(answer: Answer) -> Answer:
        save_answer(desk.store, asked.turn_id, answer, llm=asked.request.llm)
        return answer

    yield now(None, answering=True)
    try:
        for snapshot in _snapshots(desk.assistant, asked.request, before):
            yield now(snapshot, answering=True)
            shown = snapshot
            if kept is None or len(shown.citations) != len(kept.citations):
                kept = keep(shown)
    except VivaError as error:
        yield now(shown, problem=str(error))
        return
    except Exception:
        logging.getLogger(__name__).exception("a question could not be answered")
        yield now(shown, problem=_OUR_FAULT)
        return
    finally:
        if shown is not None and shown is not kept:
            keep(shown)
    yield now(shown)


def _snapshots(
    assistant: Assistant, request: Request, before: tuple[SavedTurn, ...]
) -> Iterator[Answer]:
    llm = request.llm and assistant.can_generate
    stream = assistant.stream(request.question, history(before), request.filters, llm=llm)
    with closing(stream):
        yield from stream
