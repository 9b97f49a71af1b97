"""The log over all entries, and entries that only take one back."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("log_checkpoint", "log_leaf", "log_node")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHECK = "ck_record_entry_withdrawal_names_an_entry"
WITHDRAWAL = "NOT withdraws OR supersedes_id IS NOT NULL"


def upgrade() -> None:
    """Go up. Entries that are there already wait for their leaves."""
    _add_withdraws()
    op.create_table(
        "log_fence",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_fence_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_fence")),
    )
    op.create_table(
        "log_unsequenced",
        sa.Column("entry_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_log_unsequenced_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_log_unsequenced")),
    )
    op.create_table(
        "log_leaf",
        sa.Column("leaf_index", BIG, autoincrement=False, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("leaf_index >= 0", name=op.f("ck_log_leaf_leaf_index")),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_log_leaf_hash_is_sha256")),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_log_leaf_entry_id")),
        sa.PrimaryKeyConstraint("leaf_index", name=op.f("pk_log_leaf")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_log_leaf_entry_id")),
    )
    op.create_table(
        "log_node",
        sa.Column("height", BIG, autoincrement=False, nullable=False),
        sa.Column("node_index", BIG, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("height IN (8, 16, 24)", name=op.f("ck_log_node_height")),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_log_node_hash_is_sha256")),
        sa.PrimaryKeyConstraint("height", "node_index", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("tree_size", BIG, autoincrement=False, nullable=False),
        sa.Column("root_hash", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("tree_size > 0", name=op.f("ck_log_checkpoint_tree_size")),
        sa.CheckConstraint("length(root_hash) = 32", name=op.f("ck_log_checkpoint_root_hash_is_sha256")),
        sa.PrimaryKeyConstraint("tree_size", name=op.f("pk_log_checkpoint")),
    )
    op.execute("INSERT INTO log_unsequenced (entry_id) SELECT id FROM record_entry")
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go down."""
    for table in (*APPEND_ONLY, "log_unsequenced", "log_fence"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(CHECK, "record_entry")
    op.drop_column("record_entry", "withdraws")


def _add_withdraws() -> None:
    """On SQLite by its own ALTER TABLE: building the table anew would drop its triggers."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE record_entry ADD COLUMN withdraws BOOLEAN DEFAULT 0 NOT NULL CONSTRAINT {CHECK} CHECK ({WITHDRAWAL})"
        )
        return
    op.add_column("record_entry", sa.Column("withdraws", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_check_constraint(op.f(CHECK), "record_entry", WITHDRAWAL)
