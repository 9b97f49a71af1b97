"""Drafts of courses, their way through review, and courses that were withdrawn."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("course_draft_step", "course_withdrawal")
LIVE = sa.text("state IN ('writing', 'in_review', 'in_approval')")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "course_draft",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("course_id", BIG, nullable=True),
        sa.Column("base_version", BIG, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "writing",
                "in_review",
                "in_approval",
                "published",
                "discarded",
                name="draft_state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=False),
        sa.Column("reviewer_id", BIG, nullable=True),
        sa.Column("approver_id", BIG, nullable=True),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("changed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("reviewer_id <> author_id", name=op.f("ck_course_draft_reviewer_is_another")),
        sa.CheckConstraint("approver_id <> author_id", name=op.f("ck_course_draft_approver_is_another")),
        sa.CheckConstraint("approver_id <> reviewer_id", name=op.f("ck_course_draft_approver_is_a_third")),
        sa.CheckConstraint("state <> 'in_approval' OR reviewer_id IS NOT NULL", name=op.f("ck_course_draft_reviewed")),
        sa.CheckConstraint("(state = 'published') = (approver_id IS NOT NULL)", name=op.f("ck_course_draft_approved")),
        sa.CheckConstraint(
            "state <> 'published' OR (reviewer_id IS NOT NULL AND course_id IS NOT NULL)",
            name=op.f("ck_course_draft_published"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_course_draft_revision")),
        sa.ForeignKeyConstraint(["approver_id"], ["account.id"], name=op.f("fk_course_draft_approver_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_course_draft_author_id")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_course_draft_congress_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_draft_course_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name=op.f("fk_course_draft_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_draft_public_id")),
    )
    op.create_index(
        "uq_course_draft_live",
        "course_draft",
        ["congress_id", "key"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_table(
        "course_draft_hand",
        sa.Column("draft_id", BIG, autoincrement=False, nullable=False),
        sa.Column("account_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_course_draft_hand_account_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["course_draft.id"], name=op.f("fk_course_draft_hand_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "account_id", name=op.f("pk_course_draft_hand")),
    )
    op.create_table(
        "course_draft_file",
        sa.Column("draft_id", BIG, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["course_draft.id"], name=op.f("fk_course_draft_file_draft_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_course_draft_file_sha256")),
        sa.PrimaryKeyConstraint("draft_id", "sha256", name=op.f("pk_course_draft_file")),
    )
    op.create_index("ix_course_draft_file_sha256", "course_draft_file", ["sha256"])
    _create_logs()
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go down."""
    for table in ("course_withdrawal", "course_draft_step", "course_draft_file", "course_draft_hand", "course_draft"):
        op.drop_table(table)


def _create_logs() -> None:
    op.create_table(
        "course_draft_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "started",
                "submitted",
                "reviewed",
                "returned",
                "approved",
                "discarded",
                name="step",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "step <> 'returned' OR reason <> ''", name=op.f("ck_course_draft_step_returned_with_a_reason")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_course_draft_step_account_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["course_draft.id"], name=op.f("fk_course_draft_step_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_draft_step")),
    )
    op.create_index("ix_course_draft_step_draft_id", "course_draft_step", ["draft_id"])
    op.create_table(
        "course_withdrawal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_course_withdrawal_reason")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_course_withdrawal_account_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_withdrawal_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_withdrawal")),
        sa.UniqueConstraint("course_id", "version", name=op.f("uq_course_withdrawal_course_id_version")),
    )
