"""Conversations: begun, asked in, listed, searched, renamed, deleted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Engine, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from assistant.render import markdown
from assistant.store.answers import from_json, to_json
from assistant.store.feedback import last_opinions
from assistant.store.tables import ConversationRow, TurnRow, now
from assistant.store.types import Conversation, Opinion, Request, SavedTurn
from assistant.types import Answer, Turn
from index.types import Filters

_TITLE = 80

LISTED = 200
"""Conversations that a list holds at most; searching finds the others."""


def begin_turn(store: Engine, conversation_id: str | None, request: Request) -> SavedTurn:
    """Notes a question, before it is answered.

    Args:
        store: where it is kept.
        conversation_id: None, or one that was deleted meanwhile, begins another conversation, named
            after the question.
        request: what is asked.
    """
    with Session(store) as session, session.begin():
        row = session.get(ConversationRow, conversation_id) if conversation_id else None
        if row is None:
            row = ConversationRow(conversation_id=uuid.uuid4().hex, title=_short(request.question))
            session.add(row)
        row.changed = now()
        session.flush()  # the conversation is there before its turn
        turn = TurnRow(
            conversation_id=row.conversation_id,
            question=request.question,
            filters=asdict(request.filters),
            llm=request.llm,
            answer=None,
        )
        session.add(turn)
        session.flush()
        return SavedTurn(turn.turn_id, request, None)


def save_answer(store: Engine, turn_id: int, answer: Answer, *, llm: bool | None = None) -> None:
    """Keeps what was answered; nothing happens where the turn was deleted meanwhile."""
    values = {"answer": to_json(answer)} | ({} if llm is None else {"llm": llm})
    with store.begin() as connection:
        connection.execute(update(TurnRow).where(TurnRow.turn_id == turn_id).values(values))


def conversation_of(store: Engine, turn_id: int) -> str | None:
    """The conversation that a turn belongs to."""
    with Session(store) as session:
        row = session.get(TurnRow, turn_id)
        return row.conversation_id if row else None


def turns_of(store: Engine, conversation_id: str) -> list[SavedTurn]:
    """The turns of a conversation, oldest first; none where there is no such conversation."""
    wanted = select(TurnRow).where(TurnRow.conversation_id == conversation_id)
    with Session(store) as session:
        rows = session.scalars(wanted.order_by(TurnRow.turn_id)).all()
        opinions = last_opinions(session, [row.turn_id for row in rows])
        return [_saved(row, opinions) for row in rows]


def turn(store: Engine, turn_id: int) -> SavedTurn | None:
    """One turn."""
    with Session(store) as session:
        row = session.get(TurnRow, turn_id)
        return _saved(row, last_opinions(session, [turn_id])) if row else None


def history(turns: Sequence[SavedTurn]) -> list[Turn]:
    """Turns as the assistant takes them for questions that lean on earlier ones."""
    return [
        Turn(each.request.question, markdown(each.answer) if each.answer else "") for each in turns
    ]


def conversations(store: Engine, search: str = "") -> list[Conversation]:
    """The `LISTED` conversations changed last, newest first; with `search`, of those that hold it.

    Looked at are titles and questions; upper and lower case are alike.
    """
    wanted = select(ConversationRow).order_by(ConversationRow.changed.desc()).limit(LISTED)
    if sought := search.strip():
        asked = exists().where(
            TurnRow.conversation_id == ConversationRow.conversation_id,
            TurnRow.question.icontains(sought, autoescape=True),
        )
        wanted = wanted.where(or_(ConversationRow.title.icontains(sought, autoescape=True), asked))
    with Session(store) as session:
        return [_conversation(row) for row in session.scalars(wanted)]


def conversation(store: Engine, conversation_id: str) -> Conversation | None:
    """One conversation."""
    with Session(store) as session:
        row = session.get(ConversationRow, conversation_id)
        return _conversation(row) if row else None


def rename(store: Engine, conversation_id: str, title: str) -> None:
    """Gives a conversation another title; an empty one changes nothing."""
    if not title.strip():
        return
    wanted = update(ConversationRow).where(ConversationRow.conversation_id == conversation_id)
    with store.begin() as connection:
        connection.execute(wanted.values(title=_short(title)))


def delete_conversation(store: Engine, conversation_id: str) -> None:
    """Deletes a conversation with its turns and their feedback."""
    wanted = delete(ConversationRow).where(ConversationRow.conversation_id == conversation_id)
    with store.begin() as connection:
        connection.execute(wanted)


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.conversation_id, row.title, row.changed)


def _saved(row: TurnRow, opinions: Mapping[int, Opinion]) -> SavedTurn:
    return SavedTurn(
        row.turn_id,
        Request(row.question, _filters(row.filters), row.llm),
        from_json(row.answer) if row.answer else None,
        opinions.get(row.turn_id),
    )


def _filters(kept: Mapping[str, Any]) -> Filters:
    """Filters as they were kept, maybe by a version that knew others."""
    known = {field.name for field in fields(Filters)}
    return Filters(**{name: value for name, value in kept.items() if name in known})


def _short(title: str) -> str:
    """A title on one line, cut at a word."""
    line = " ".join(title.split())
    return line if len(line) <= _TITLE else line[:_TITLE].rsplit(" ", 1)[0] + " …"
