"""The tables of `study.db`; every change to them is a migration under `migrations/versions`."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC; SQLite forgets the zone, which is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The value with its zone."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class Words(TypeDecorator[str]):
    """Text of a reader's: without what no database keeps, lone surrogates and NUL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text as it is kept."""
        return value and value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


class Table(DeclarativeBase):
    """Base of all tables; constraints bear names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ConversationRow(Table):
    """A conversation; `changed` orders the list that a reader sees."""

    __tablename__ = "conversations"

    conversation_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(Words)
    created: Mapped[datetime] = mapped_column(Moment, default=now)
    changed: Mapped[datetime] = mapped_column(Moment, default=now, index=True)


class TurnRow(Table):
    """A question with its answer; `answer` is null until its first words."""

    __tablename__ = "turns"

    turn_id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.conversation_id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str] = mapped_column(Words)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    llm: Mapped[bool]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    asked: Mapped[datetime] = mapped_column(Moment, default=now)


class FeedbackRow(Table):
    """An opinion of an answer, or of a passage that it cites."""

    __tablename__ = "feedback"

    feedback_id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.turn_id", ondelete="CASCADE"))
    opinion: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Words)
    passage: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    given: Mapped[datetime] = mapped_column(Moment, default=now)

    __table_args__ = (Index(None, "turn_id", "given"),)


class UserRow(Table):
    """Who may sign in, with the hash of the password."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    password: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment, default=now)


class SessionRow(Table):
    """A signed-in browser, known by the digest of its cookie."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("users.name", ondelete="CASCADE"))
    expires: Mapped[datetime] = mapped_column(Moment)
