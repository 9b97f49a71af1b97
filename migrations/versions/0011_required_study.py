"""Required study and induction."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code. In the order in which they can be dropped.
APPEND_ONLY = (
    "required_study_step",
    "required_study_exemption",
    "required_study_withdrawal",
    "required_course",
    "required_study",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "required_study",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("term_id", BIG, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        _enum("asked_of", "all", "newly_elected", "grassroots", "bodies"),
        sa.Column("body_ids", sa.JSON(), nullable=False),
        sa.Column("is_induction", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("days", BIG, nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("set_by", BIG, nullable=False),
        sa.CheckConstraint("due_on IS NOT NULL OR days IS NOT NULL", name=op.f("ck_required_study_has_deadline")),
        sa.CheckConstraint("days BETWEEN 1 AND 1000", name=op.f("ck_required_study_days")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_required_study_congress_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_required_study_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_study")),
        sa.UniqueConstraint("public_id", name=op.f("uq_required_study_public_id")),
    )
    op.create_index("ix_required_study_congress", "required_study", ["congress_id", "term_id"])
    op.create_table(
        "required_course",
        sa.Column("required_study_id", BIG, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        _of_study("required_course"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_required_course_course_id")),
        sa.PrimaryKeyConstraint("required_study_id", "course_id", name=op.f("pk_required_course")),
    )
    op.create_table(
        "required_study_withdrawal",
        sa.Column("required_study_id", BIG, autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("withdrawn_by", BIG, nullable=False),
        _of_study("required_study_withdrawal"),
        sa.PrimaryKeyConstraint("required_study_id", name=op.f("pk_required_study_withdrawal")),
    )
    _create_tables_of_deputies()
    make_append_only(*APPEND_ONLY)


def _create_tables_of_deputies() -> None:
    op.create_table(
        "required_study_exemption",
        sa.Column("id", BIG, nullable=False),
        sa.Column("required_study_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("is_exempt", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", BIG, nullable=False),
        _of_study("required_study_exemption"),
        _of_mandate("required_study_exemption"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_study_exemption")),
    )
    op.create_index(
        "ix_required_study_exemption_mandate", "required_study_exemption", ["required_study_id", "mandate_id"]
    )
    op.create_table(
        "required_study_step",
        sa.Column("required_study_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        _enum("step", "welcomed", "reminded", "handed_on"),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        _of_study("required_study_step"),
        _of_mandate("required_study_step"),
        sa.PrimaryKeyConstraint("required_study_id", "mandate_id", "step", name=op.f("pk_required_study_step")),
    )


def downgrade() -> None:
    """Go down."""
    for table in APPEND_ONLY:
        op.drop_table(table)


def _of_study(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["required_study_id"], ["required_study.id"], name=op.f(f"fk_{table}_required_study_id")
    )


def _of_mandate(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f(f"fk_{table}_mandate_id"))


def _enum(name: str, *values: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=name, native_enum=False, create_constraint=True), nullable=False)
