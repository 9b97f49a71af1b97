"""More bases to share places by, places held for the grassroots; units and approval of a study session.

Two CHECKs of an append-only table change.
"""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import change_check, make_append_only

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: the name of each CHECK of `apportionment_run`, and what it said before and says after.
RUN = "apportionment_run"
CHECKS = (
    (
        "ck_apportionment_run_basis",
        "basis IN ('plan_seats', 'in_office', 'shared')",
        "basis IN ('plan_seats', 'in_office', 'untrained', 'new', 'grassroots', 'shared')",
    ),
    (
        "ck_apportionment_run_in_office_names_its_day",
        "(basis = 'in_office') = (as_at IS NOT NULL)",
        "(basis IN ('grassroots', 'in_office', 'new', 'untrained')) = (as_at IS NOT NULL)",
    ),
)
HELD = "ck_study_session_quota_grassroots_not_negative"


def upgrade() -> None:
    """Go up."""
    for name, before, after in CHECKS:
        change_check(RUN, name, before, after)
    # With the CHECK in the column's own words, which SQLite can add.
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE study_session_quota ADD COLUMN grassroots_at_least {integer} DEFAULT 0 NOT NULL "
        f"CONSTRAINT {HELD} CHECK (grassroots_at_least >= 0)"
    )
    _create_units_and_approvals()
    make_append_only("study_session_approval")


def downgrade() -> None:
    """Go down. It fails while a basis is in use that was not known before."""
    op.drop_table("study_session_approval")
    op.drop_table("study_session_unit")
    # The CHECK of a column goes with it, on both engines.
    op.execute("ALTER TABLE study_session_quota DROP COLUMN grassroots_at_least")
    for name, before, after in reversed(CHECKS):
        change_check(RUN, name, after, before)


def _create_units_and_approvals() -> None:
    op.create_table(
        "study_session_unit",
        sa.Column("study_session_id", BIG, autoincrement=False, nullable=False),
        sa.Column("electing_body_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["study_session_id"], ["study_session.id"], name=op.f("fk_study_session_unit_study_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["electing_body_id"], ["electing_body.id"], name=op.f("fk_study_session_unit_electing_body_id")
        ),
        sa.PrimaryKeyConstraint("study_session_id", "electing_body_id", name=op.f("pk_study_session_unit")),
    )
    op.create_table(
        "study_session_approval",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("study_session_id", BIG, nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=True),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(file_sha256 IS NULL) = (file_name IS NULL)", name=op.f("ck_study_session_approval_file_has_name")
        ),
        sa.ForeignKeyConstraint(
            ["study_session_id"], ["study_session.id"], name=op.f("fk_study_session_approval_study_session_id")
        ),
        sa.ForeignKeyConstraint(["file_sha256"], ["blob.sha256"], name=op.f("fk_study_session_approval_file_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_session_approval")),
        sa.UniqueConstraint("public_id", name=op.f("uq_study_session_approval_public_id")),
    )
    op.create_index(op.f("ix_study_session_approval_study_session_id"), "study_session_approval", ["study_session_id"])
