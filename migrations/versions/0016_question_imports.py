"""Files of questions that were handed in for a draft."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "question_import"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        TABLE,
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        _enum("file_kind", "gift", "moodle_xml", "workbook"),
        _enum("state", "checked", "added", "put_away"),
        sa.Column("lesson_key", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("handed_in_by", BIG, nullable=False),
        sa.Column("handed_in_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'checked') = (decided_by IS NULL)", name=op.f("ck_question_import_decided_by")),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_question_import_decided_at")),
        _reference("draft_id", "course_draft.id"),
        _reference("handed_in_by", "account.id"),
        _reference("decided_by", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_import_public_id")),
    )
    op.create_index("ix_question_import_draft_id", TABLE, ["draft_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table(TABLE)


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))


def _enum(name: str, *values: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=name, native_enum=False, create_constraint=True), nullable=False)
