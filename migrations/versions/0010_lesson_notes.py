"""Notes of learners on lessons."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "lesson_note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("lesson_id", BIG, nullable=False),
        sa.Column("second", BIG, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("written_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("second >= 0", name=op.f("ck_lesson_note_second")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_note_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_lesson_note_public_id")),
    )
    op.create_index("ix_lesson_note_person", "lesson_note", ["person_id", "lesson_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("lesson_note")
