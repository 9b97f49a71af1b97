"""The tables of the log. All but the queue and the fence only grow."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, UtcDateTime


class Fence(Base):
    """One row, locked by whoever gives out leaf numbers: there is one sequencer at a time, wherever it runs."""

    __tablename__ = "log_fence"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Unsequenced(Base):
    """An entry that has no leaf yet. The row is written with its entry and goes when the leaf is written."""

    __tablename__ = "log_unsequenced"

    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"), primary_key=True, autoincrement=False)


class Leaf(Base):
    """An entry's place in the log, and SHA-256(0x00 || canonical bytes) (RFC 6962, 2.1)."""

    __tablename__ = "log_leaf"
    __table_args__ = (
        CheckConstraint("leaf_index >= 0", name="leaf_index"),
        CheckConstraint("length(hash) = 32", name="hash_is_sha256"),
    )

    leaf_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"), unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Node(Base):
    """The hash of a complete subtree of 2^height leaves, kept for heights 8, 16 and 24 so that proofs read little."""

    __tablename__ = "log_node"
    __table_args__ = (
        CheckConstraint("height IN (8, 16, 24)", name="height"),
        CheckConstraint("length(hash) = 32", name="hash_is_sha256"),
    )

    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    node_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Checkpoint(Base):
    """A signed statement of the log's size and root, as it was published: a C2SP signed note, kept to the byte."""

    __tablename__ = "log_checkpoint"
    __table_args__ = (
        CheckConstraint("tree_size > 0", name="tree_size"),
        CheckConstraint("length(root_hash) = 32", name="root_hash_is_sha256"),
    )

    tree_size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root_hash: Mapped[bytes] = mapped_column(LargeBinary)
    signed_at: Mapped[UtcDateTime]
    note: Mapped[str] = mapped_column(Text)


for _table in (Leaf.__table__, Node.__table__, Checkpoint.__table__):
    append_only(_table)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
