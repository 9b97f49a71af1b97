"""The texts of courses that can be found."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code.
SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE search_text_fts USING fts5(grams, content='search_text', content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER search_text_found AFTER INSERT ON search_text BEGIN "
    "INSERT INTO search_text_fts(rowid, grams) VALUES (new.id, new.grams); END",
    "CREATE TRIGGER search_text_lost AFTER DELETE ON search_text BEGIN "
    "INSERT INTO search_text_fts(search_text_fts, rowid, grams) VALUES ('delete', old.id, old.grams); END",
)


def upgrade() -> None:
    """Go up. Courses that are there already are indexed by `lms courses index`."""
    op.create_table(
        "search_text",
        sa.Column("id", BIG, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("lesson_id", BIG, nullable=True),
        sa.Column("place", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("grams", sa.Text(), nullable=False),
        sa.Column("sounds", sa.Text(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 5", name=op.f("ck_search_text_place")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_search_text_position")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_search_text_course_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_search_text_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_course_id", "search_text", ["course_id"])
    if op.get_bind().dialect.name == "sqlite":
        for ddl in SQLITE_INDEX:
            op.execute(ddl)
    else:
        op.execute(
            "ALTER TABLE search_text ADD COLUMN gram_vector tsvector"
            " GENERATED ALWAYS AS (to_tsvector('simple', grams)) STORED"
        )
        op.execute("CREATE INDEX ix_search_text_gram_vector ON search_text USING gin (gram_vector)")


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_text_fts")
    op.drop_table("search_text")
