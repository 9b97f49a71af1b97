"""Subtree hashes from the stored leaves and nodes: a proof reads at most 256 rows for each 8 levels of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from lms.records.log import tree
from lms.records.log.models import Leaf, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

# Between two stored heights.
BAND = 8
BLOCK = 1 << BAND
STORED = (0, 8, 16, 24)

_LEAVES = (
    select(Leaf.leaf_index, Leaf.hash)
    .where(Leaf.leaf_index >= bindparam("first"), Leaf.leaf_index < bindparam("end"))
    .order_by(Leaf.leaf_index)
)
_NODES = (
    select(Node.node_index, Node.hash)
    .where(
        Node.height == bindparam("height"), Node.node_index >= bindparam("first"), Node.node_index < bindparam("end")
    )
    .order_by(Node.node_index)
)


class LogDamaged(RuntimeError):
    """The stored log lacks a row or does not lead to its own checkpoint; `lms records verify` names what is wrong."""


class StoredTree:
    """The tree as the session's transaction sees it. Keep it no longer than the transaction: what it read stays."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._blocks: dict[tuple[int, int], Sequence[bytes]] = {}

    def range_hash(self, start: int, end: int) -> bytes:
        """MTH(D[start:end]) of RFC 6962, for any range that a proof asks for.

        Raises:
            LogDamaged: a row is missing.
        """
        return tree.join_peaks([self.node(height, index) for height, index in tree.subtrees(start, end)])

    def compact(self, size: int) -> tree.CompactRange:
        """The first `size` leaves as a tree that can grow.

        Raises:
            LogDamaged: a row is missing.
        """
        return tree.CompactRange(size, [self.node(height, index) for height, index in tree.subtrees(0, size)])

    def node(self, height: int, index: int) -> bytes:
        """The hash of one complete subtree of 2^height leaves.

        Raises:
            LogDamaged: a row is missing.
        """
        stored = min(height // BAND * BAND, STORED[-1])
        width = 1 << (height - stored)
        hashes: list[bytes] = []
        for block in range(index * width // BLOCK, (index * width + width - 1) // BLOCK + 1):
            hashes += self._block(stored, block)
        first = index * width % BLOCK if width < BLOCK else 0
        hashes = hashes[first : first + width]
        if len(hashes) != width:
            raise LogDamaged(f"a leaf or node below height {height}, index {index} is missing")
        return tree.tree_hash(hashes)

    def _block(self, height: int, block: int) -> Sequence[bytes]:
        known = self._blocks.get((height, block))
        if known is None:
            known = self._blocks[height, block] = self._read(height, block * BLOCK)
        return known

    def _read(self, height: int, first: int) -> Sequence[bytes]:
        bounds = {"first": first, "end": first + BLOCK}
        statement, given = (_NODES, bounds | {"height": height}) if height else (_LEAVES, bounds)
        rows = self._session.connection().execute(statement, given).all()
        if any(index != first + at for at, (index, _hash) in enumerate(rows)):
            raise LogDamaged(f"a leaf or node of height {height} after {first} is missing")
        return [digest for _index, digest in rows]
