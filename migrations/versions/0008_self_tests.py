"""The last answers of self-tests."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "self_test_answer",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("question_id", BIG, autoincrement=False, nullable=False),
        sa.Column("chosen", sa.String(length=40), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("answered_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_self_test_answer_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["course_question.id"], name=op.f("fk_self_test_answer_question_id")),
        sa.PrimaryKeyConstraint("person_id", "question_id", name=op.f("pk_self_test_answer")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("self_test_answer")
