"""Conversations, their turns, and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_changed", "conversations", ["changed"])
    op.create_table(
        "turns",
        sa.Column("turn_id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("llm", sa.Boolean, nullable=False),
        sa.Column("answer", sa.JSON, nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name="fk_turns_conversation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("turn_id", name="pk_turns"),
    )
    op.create_index("ix_turns_conversation_id", "turns", ["conversation_id"])
    op.create_table(
        "feedback",
        sa.Column("feedback_id", sa.Integer, nullable=False),
        sa.Column("turn_id", sa.Integer, nullable=False),
        sa.Column("opinion", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("passage", sa.JSON, nullable=True),
        sa.Column("given", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.turn_id"], name="fk_feedback_turn_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feedback_id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_turn_id_given", "feedback", ["turn_id", "given"])


def downgrade() -> None:
    """Removes them."""
    for table in ("feedback", "turns", "conversations"):
        op.drop_table(table)
