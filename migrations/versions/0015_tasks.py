"""Study tasks given to units, what they handed in, and what was returned to them."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code. In the order in which they can be dropped.
APPEND_ONLY = ("study_task_step", "study_task_return", "study_task_means", "study_task_report", "study_task")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "study_task",
        sa.Column("required_study_id", BIG, autoincrement=False, nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("met_by", sa.JSON(), nullable=False),
        _reference("study_task", "required_study_id", "required_study.id"),
        sa.PrimaryKeyConstraint("required_study_id", name=op.f("pk_study_task")),
    )
    op.create_table(
        "study_task_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("required_study_id", BIG, nullable=False),
        sa.Column("electing_body_id", BIG, nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("reported_by", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        _reference("study_task_report", "required_study_id", "study_task.required_study_id"),
        _reference("study_task_report", "electing_body_id", "electing_body.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_task_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_study_task_report_public_id")),
    )
    op.create_index("ix_study_task_report_body", "study_task_report", ["required_study_id", "electing_body_id"])
    _create_means()
    op.create_table(
        "study_task_return",
        sa.Column("report_id", BIG, autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("returned_by", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        _reference("study_task_return", "report_id", "study_task_report.id"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_study_task_return")),
    )
    op.create_table(
        "study_task_step",
        sa.Column("required_study_id", BIG, nullable=False),
        sa.Column("electing_body_id", BIG, nullable=False),
        _enum("step", "reminded", "handed_on"),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        _reference("study_task_step", "required_study_id", "study_task.required_study_id"),
        _reference("study_task_step", "electing_body_id", "electing_body.id"),
        sa.PrimaryKeyConstraint("required_study_id", "electing_body_id", "step", name=op.f("pk_study_task_step")),
    )
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go back."""
    for table in APPEND_ONLY:
        op.drop_table(table)


def _create_means() -> None:
    table = "study_task_means"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False),
        _enum("met_by", "study_session", "group_viewing", "own_class"),
        sa.Column("viewing_id", BIG, nullable=True),
        sa.Column("recording_id", BIG, nullable=True),
        sa.Column("session_key", sa.String(length=80), nullable=True),
        sa.Column("session_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(met_by = 'group_viewing') = (viewing_id IS NOT NULL)", name=op.f("ck_study_task_means_viewing")
        ),
        sa.CheckConstraint(
            "(met_by = 'own_class') = (recording_id IS NOT NULL)", name=op.f("ck_study_task_means_recording")
        ),
        sa.CheckConstraint(
            "(met_by = 'study_session') = (session_key IS NOT NULL)", name=op.f("ck_study_task_means_session")
        ),
        sa.CheckConstraint(
            "(session_key IS NULL) = (session_on IS NULL)", name=op.f("ck_study_task_means_session_has_a_day")
        ),
        _reference(table, "report_id", "study_task_report.id"),
        _reference(table, "viewing_id", "group_viewing.id"),
        _reference(table, "recording_id", "unit_recording.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_task_means")),
    )
    op.create_index("ix_study_task_means_report_id", table, ["report_id"])


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _enum(name: str, *values: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=name, native_enum=False, create_constraint=True), nullable=False)
