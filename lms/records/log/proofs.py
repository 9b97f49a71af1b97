"""Proofs from the stored log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.records.log import tree
from lms.records.log.stored_tree import LogDamaged, StoredTree

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from lms.records.log.models import Checkpoint


def inclusion(stored: StoredTree, *, index: int, size: int) -> list[bytes]:
    """The audit path of a leaf in the tree of `size` leaves (RFC 6962, 2.1.1).

    Raises:
        ValueError: there is no such leaf.
        LogDamaged: a row is missing.
    """
    return tree.inclusion_proof(index, size, stored.range_hash)


def consistency(session: Session, *, old: int, new: int) -> list[bytes]:
    """The proof that the tree of `new` leaves goes on from that of `old` (RFC 6962, 2.1.2).

    Raises:
        ValueError: not 0 < old <= new.
        LogDamaged: a row is missing.
    """
    return tree.consistency_proof(old, new, StoredTree(session).range_hash)


def leads_to(checkpoint: Checkpoint, stored: StoredTree, *, index: int, leaf: bytes) -> bool:
    """Whether a leaf stands under the root of a checkpoint, by its proof."""
    try:
        path = inclusion(stored, index=index, size=checkpoint.tree_size)
    except (ValueError, LogDamaged):
        return False
    return tree.root_of_inclusion(leaf, index, checkpoint.tree_size, path) == checkpoint.root_hash
