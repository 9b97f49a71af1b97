"""The outline of study and the questions of courses."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("outline_version", "outline_node", "outline_amendment")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHECK = "ck_course_audience"
AUDIENCES = "audience IN ('all', 'newly_elected', 'grassroots', 'township')"


def upgrade() -> None:
    """Go up. Courses that are there already name no node and are for everybody."""
    op.add_column("course", sa.Column("node_key", sa.String(), nullable=True))
    _add_audience()
    _create_outline_version()
    _create_outline_node()
    _create_outline_amendment()
    _create_course_question()
    _create_course_question_option()
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go down."""
    for table in (
        "course_question_option",
        "course_question",
        "outline_amendment",
        "outline_node",
        "outline_version",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(CHECK, "course")
    op.drop_column("course", "audience")
    op.drop_column("course", "node_key")


def _add_audience() -> None:
    """On SQLite by its own ALTER TABLE: a CHECK cannot be added to a table later."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE course ADD COLUMN audience VARCHAR(13) DEFAULT 'all' NOT NULL "
            f"CONSTRAINT {CHECK} CHECK ({AUDIENCES})"
        )
        return
    op.add_column("course", sa.Column("audience", sa.String(13), server_default="all", nullable=False))
    op.create_check_constraint(op.f(CHECK), "course", AUDIENCES)


def _create_outline_version() -> None:
    op.create_table(
        "outline_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_outline_version_version")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_outline_version_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_version")),
        sa.UniqueConstraint("congress_id", "version", name=op.f("uq_outline_version_congress_id_version")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outline_version_public_id")),
    )


def _create_outline_node() -> None:
    op.create_table(
        "outline_node",
        sa.Column("id", BIG, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("parent_key", sa.String(), nullable=True),
        sa.Column("position", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column(
            "competency",
            sa.Enum(
                "political_judgement",
                "proposing",
                "inquiry",
                "contact",
                "self_cultivation",
                name="competency",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("parent_key <> key", name=op.f("ck_outline_node_parent_key")),
        sa.ForeignKeyConstraint(["version_id"], ["outline_version.id"], name=op.f("fk_outline_node_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_node")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_outline_node_version_id_key")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_outline_node_version_id_position")),
    )


def _create_outline_amendment() -> None:
    op.create_table(
        "outline_amendment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("amended_on", sa.Date(), nullable=False),
        sa.Column("amended_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["outline_version.id"], name=op.f("fk_outline_amendment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_amendment")),
        sa.UniqueConstraint(
            "version_id", "law", "amended_on", name=op.f("uq_outline_amendment_version_id_law_amended_on")
        ),
    )


def _create_course_question() -> None:
    op.create_table(
        "course_question",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("lesson_id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since_version", BIG, nullable=False),
        sa.Column("until_version", BIG, nullable=True),
        sa.Column("position", BIG, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("single", "multiple", "true_false", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("until_version > since_version", name=op.f("ck_course_question_until_version")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_question_course_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_course_question_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_question")),
        sa.UniqueConstraint(
            "course_id", "key", "since_version", name=op.f("uq_course_question_course_id_key_since_version")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_question_public_id")),
    )
    op.create_index("ix_course_question_lesson_id", "course_question", ["lesson_id"], unique=False)
    op.create_index(
        "uq_course_question_current",
        "course_question",
        ["course_id", "key"],
        unique=True,
        sqlite_where=sa.text("until_version IS NULL"),
        postgresql_where=sa.text("until_version IS NULL"),
    )


def _create_course_question_option() -> None:
    op.create_table(
        "course_question_option",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_course_question_option_position")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["course_question.id"], name=op.f("fk_course_question_option_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_question_option")),
        sa.UniqueConstraint("question_id", "position", name=op.f("uq_course_question_option_question_id_position")),
    )
