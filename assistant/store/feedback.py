"""Opinions of answers and passages, kept for whoever mends them."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assistant.store.tables import FeedbackRow, TurnRow
from assistant.store.types import Feedback, Opinion, Passage

_OF_ANSWERS = (Opinion.HELPFUL, Opinion.UNHELPFUL)
_LONGEST = 2_000


def give_feedback(store: Engine, feedback: Feedback) -> bool:
    """Keeps an opinion; False where its turn is gone."""
    with Session(store) as session, session.begin():
        if session.get(TurnRow, feedback.turn_id) is None:
            return False
        session.add(
            FeedbackRow(
                turn_id=feedback.turn_id,
                opinion=feedback.opinion,
                reason=feedback.reason.strip()[:_LONGEST],
                passage=asdict(feedback.passage) if feedback.passage else None,
            )
        )
        return True


def feedback_given(store: Engine) -> list[Feedback]:
    """All opinions, oldest first."""
    with Session(store) as session:
        rows = session.scalars(select(FeedbackRow).order_by(FeedbackRow.feedback_id))
        return [
            Feedback(
                row.turn_id,
                Opinion(row.opinion),
                row.reason,
                Passage(**row.passage) if row.passage else None,
                row.given,
            )
            for row in rows
        ]


def last_opinions(session: Session, turn_ids: Sequence[int]) -> dict[int, Opinion]:
    """The last opinion of each answer as a whole."""
    wanted = select(FeedbackRow).where(
        FeedbackRow.turn_id.in_(turn_ids), FeedbackRow.opinion.in_(_OF_ANSWERS)
    )
    rows = session.scalars(wanted.order_by(FeedbackRow.feedback_id))
    return {row.turn_id: Opinion(row.opinion) for row in rows}
