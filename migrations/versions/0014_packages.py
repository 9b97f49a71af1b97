"""Packages of other systems that run here.

A new kind of lesson and a new way of completing one lengthen two CHECKs.
"""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import change_check

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Table, constraint, the CHECK before and after, frozen here.
CHECKS = (
    (
        "lesson",
        "ck_lesson_kind",
        "kind IN ('reading', 'video')",
        "kind IN ('reading', 'video', 'package')",
    ),
    (
        "lesson",
        "ck_lesson_media",
        "(kind = 'video') = (media_sha256 IS NOT NULL)",
        "(kind = 'reading') = (media_sha256 IS NULL)",
    ),
    (
        "lesson_completion",
        "ck_lesson_completion_way",
        "way IN ('watched', 'read')",
        "way IN ('watched', 'read', 'package')",
    ),
)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    for table, name, before, after in CHECKS:
        change_check(table, name, before, after)
    _create_package()
    _create_package_file()
    _create_package_state()
    _create_package_lease()


def downgrade() -> None:
    """Go down. It fails while a package is in use: what people completed is not thrown away."""
    for table in ("package_lease", "package_state", "package_file", "package"):
        op.drop_table(table)
    for table, name, before, after in CHECKS:
        change_check(table, name, after, before)


def _create_package() -> None:
    op.create_table(
        "package",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column(
            "standard",
            sa.Enum("scorm_12", "scorm_2004", name="standard", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("launch", sa.String(), nullable=False),
        sa.Column("mastery_score", sa.String(), nullable=False),
        sa.Column("launch_data", sa.String(), nullable=False),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_package_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_package")),
    )


def _create_package_file() -> None:
    op.create_table(
        "package_file",
        sa.Column("package_sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(127), nullable=False),
        sa.ForeignKeyConstraint(["package_sha256"], ["package.sha256"], name=op.f("fk_package_file_package_sha256")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_package_file_sha256")),
        sa.PrimaryKeyConstraint("package_sha256", "name", name=op.f("pk_package_file")),
    )
    op.create_index(op.f("ix_package_file_sha256"), "package_file", ["sha256"])


def _create_package_state() -> None:
    op.create_table(
        "package_state",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("package_sha256", sa.String(64), nullable=False),
        sa.Column("completion", sa.String(20), nullable=False),
        sa.Column("success", sa.String(20), nullable=False),
        sa.Column("location", sa.String(1000), nullable=False),
        sa.Column("suspend_data", sa.String(), nullable=False),
        sa.Column("score_raw", sa.String(20), nullable=False),
        sa.Column("score_scaled", sa.String(20), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), nullable=False),
        sa.Column("total_ms", BIG, nullable=False),
        sa.Column("updated_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("length(suspend_data) <= 64000", name=op.f("ck_package_state_suspend_data")),
        sa.CheckConstraint("total_ms >= 0", name=op.f("ck_package_state_total_ms")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_package_state_person_id")),
        sa.PrimaryKeyConstraint("person_id", "package_sha256", name=op.f("pk_package_state")),
    )


def _create_package_lease() -> None:
    op.create_table(
        "package_lease",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("player", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", BIG, nullable=False),
        sa.Column("package_sha256", sa.String(64), nullable=False),
        sa.Column("started_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("total_ms_before", BIG, nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_package_lease_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_package_lease_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_package_lease")),
    )
