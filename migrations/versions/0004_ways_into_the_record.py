"""Ways into the record: who may enter each kind, and since when it counts as trained."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from lms.core import database as types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("entry_kind_rule",)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
READERS = "readers IN ('offices', 'keepers')"
# What the platform posts itself; no other source entered it before, nor does one after.
OF_THE_PLATFORM = ("course_completion", "study_session_completion")
# What counted before rules had a time counts as known at any instant, so that no old figure changes.
FROM_THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

kind = sa.table(
    "entry_kind",
    sa.column("id", sa.BigInteger),
    sa.column("code", sa.String),
    sa.column("counts_as_trained", sa.Boolean),
    sa.column("sources", sa.String),
)
rule = sa.table(
    "entry_kind_rule",
    sa.column("kind_id", sa.BigInteger),
    sa.column("counts_as_trained", sa.Boolean),
    sa.column("recorded_at", types.UtcInstant(timezone=True)),
)


def upgrade() -> None:
    """Go up. The column that said which kinds count becomes the first rule of each kind."""
    _extend_kinds()
    op.create_table(
        "entry_kind_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind_id", BIG, nullable=False),
        sa.Column("counts_as_trained", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("set_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["kind_id"], ["entry_kind.id"], name=op.f("fk_entry_kind_rule_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_kind_rule")),
    )
    op.create_index("ix_entry_kind_rule_kind", "entry_kind_rule", ["kind_id", "recorded_at"])
    columns = [rule.c.kind_id, rule.c.counts_as_trained, rule.c.recorded_at]
    first = sa.literal(FROM_THE_BEGINNING, types.UtcInstant(timezone=True))
    op.execute(sa.insert(rule).from_select(columns, sa.select(kind.c.id, kind.c.counts_as_trained, first)))
    op.drop_column("entry_kind", "counts_as_trained")
    for table in APPEND_ONLY:
        _make_append_only(table)


def downgrade() -> None:
    """Go down. Of the rules only the newest of each kind is kept."""
    op.add_column("entry_kind", sa.Column("counts_as_trained", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE entry_kind SET counts_as_trained = COALESCE((SELECT counts_as_trained FROM entry_kind_rule "
        "WHERE kind_id = entry_kind.id ORDER BY recorded_at DESC, id DESC LIMIT 1), counts_as_trained)"
    )
    op.drop_table("entry_kind_rule")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_entry_kind_readers", "entry_kind")
        op.alter_column("entry_kind", "counts_as_trained", server_default=None)
    for column in ("retired_at", "readers", "sources"):
        op.drop_column("entry_kind", column)


def _extend_kinds() -> None:
    """On SQLite by ALTER TABLE of our own: building the table anew would fail on the entries that refer to it."""
    op.add_column("entry_kind", sa.Column("sources", sa.String(), server_default="", nullable=False))
    op.add_column("entry_kind", sa.Column("retired_at", types.UtcInstant(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE entry_kind ADD COLUMN readers VARCHAR(7) DEFAULT 'offices' NOT NULL "
            f"CONSTRAINT ck_entry_kind_readers CHECK ({READERS})"
        )
    else:
        op.add_column("entry_kind", sa.Column("readers", sa.String(7), server_default="offices", nullable=False))
        op.create_check_constraint(op.f("ck_entry_kind_readers"), "entry_kind", READERS)
    others = sa.update(kind).where(kind.c.code.not_in(OF_THE_PLATFORM))
    op.execute(others.values(sources="api diary excel unit"))


def _make_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}\n"
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}\n"
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}\n"
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
