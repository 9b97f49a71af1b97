"""Group viewings, and the completions that came of them.

`lesson_completion` stays as it is: that a lesson was taken together is told by a row beside it (ADR 0023).
"""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = "group_completion"


def upgrade() -> None:
    """Go up."""
    _create_viewing()
    op.create_table(
        "group_viewing_lesson",
        sa.Column("viewing_id", BIG, nullable=False),
        sa.Column("lesson_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_group_viewing_lesson_lesson_id")),
        sa.ForeignKeyConstraint(["viewing_id"], ["group_viewing.id"], name=op.f("fk_group_viewing_lesson_viewing_id")),
        sa.PrimaryKeyConstraint("viewing_id", "lesson_id", name=op.f("pk_group_viewing_lesson")),
    )
    op.create_table(
        "group_viewing_deputy",
        sa.Column("viewing_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("place", BIG, nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_group_viewing_deputy_mandate_id")),
        sa.ForeignKeyConstraint(["viewing_id"], ["group_viewing.id"], name=op.f("fk_group_viewing_deputy_viewing_id")),
        sa.PrimaryKeyConstraint("viewing_id", "mandate_id", name=op.f("pk_group_viewing_deputy")),
    )
    op.create_table(
        "group_completion",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("lesson_id", BIG, autoincrement=False, nullable=False),
        sa.Column("viewing_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "lesson_id"],
            ["lesson_completion.person_id", "lesson_completion.lesson_id"],
            name=op.f("fk_group_completion_person_id_lesson_id"),
        ),
        sa.ForeignKeyConstraint(["viewing_id"], ["group_viewing.id"], name=op.f("fk_group_completion_viewing_id")),
        sa.PrimaryKeyConstraint("person_id", "lesson_id", name=op.f("pk_group_completion")),
    )
    op.create_index("ix_group_completion_viewing_id", "group_completion", ["viewing_id"])
    make_append_only(APPEND_ONLY)


def downgrade() -> None:
    """Go down."""
    for table in (APPEND_ONLY, "group_viewing_deputy", "group_viewing_lesson", "group_viewing"):
        op.drop_table(table)


def _create_viewing() -> None:
    op.create_table(
        "group_viewing",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("electing_body_id", BIG, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("evidence_name", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("recorded", "confirmed", "withdrawn", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("confirmed_by", BIG, nullable=True),
        sa.Column("confirmed_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("withdrawn_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by <> recorded_by", name=op.f("ck_group_viewing_confirmed_by_another")),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_by IS NOT NULL)", name=op.f("ck_group_viewing_confirmed_by_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)", name=op.f("ck_group_viewing_confirmed_has_instant")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_group_viewing_withdrawn_has_instant")
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR evidence_sha256 IS NULL", name=op.f("ck_group_viewing_nothing_left")
        ),
        sa.CheckConstraint(
            "(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name=op.f("ck_group_viewing_evidence_has_a_name")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_group_viewing_confirmed_by")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_group_viewing_congress_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_group_viewing_course_id")),
        sa.ForeignKeyConstraint(
            ["electing_body_id"], ["electing_body.id"], name=op.f("fk_group_viewing_electing_body_id")
        ),
        sa.ForeignKeyConstraint(["evidence_sha256"], ["blob.sha256"], name=op.f("fk_group_viewing_evidence_sha256")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_group_viewing_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_viewing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_viewing_public_id")),
    )
    op.create_index("ix_group_viewing_body", "group_viewing", ["electing_body_id", "recorded_at"])
    op.create_index("ix_group_viewing_evidence_sha256", "group_viewing", ["evidence_sha256"])
