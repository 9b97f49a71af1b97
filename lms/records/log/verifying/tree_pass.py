"""The tree check: stored bytes make the leaves, leaves make the nodes and roots, and checkpoints state the roots."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from lms.records.log.faults import Fault, Finding
from lms.records.log.models import Checkpoint, Leaf, Node
from lms.records.log.rows import in_parts
from lms.records.log.tree import LEAF, CompactRange, join_peaks, level_above
from lms.records.log.verifying.naming import entry_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from lms.records.log.faults import Report
    from lms.records.log.verifying.checkpoints_held import Keeper

BAND, BLOCK = 8, 256
_LEAVES = """
SELECT l.leaf_index, l.entry_id, l.hash, e.canonical
FROM log_leaf l LEFT JOIN record_entry e ON e.id = l.entry_id ORDER BY l.leaf_index
"""


class Growing:
    """The tree made anew from its leaves, level by level in blocks of 256, for that is fastest."""

    def __init__(self) -> None:
        self._open: list[bytes] = []
        self._nodes = CompactRange()

    @property
    def size(self) -> int:
        """Leaves so far."""
        return self._nodes.size * BLOCK + len(self._open)

    def extend(self, hashes: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
        """Add leaf hashes; returns the nodes of height 8, 16 and 24 that are complete now: height, index, hash."""
        self._open += hashes
        complete = len(self._open) // BLOCK * BLOCK
        level, self._open = self._open[:complete], self._open[complete:]
        for _height in range(BAND):
            level = level_above(level)
        nodes = []
        for node in level:
            nodes.append((BAND, self._nodes.size, node))
            nodes += [
                (BAND + height, index, above)
                for height, index, above in self._nodes.append(node)
                if height in (BAND, 2 * BAND)
            ]
        return nodes

    def root(self) -> bytes:
        """The root over all leaves so far."""
        peaks, level = [], self._open
        while level:
            if len(level) % 2:
                peaks.append(level[-1])
            level = level_above(level)
        return join_peaks([*self._nodes.peaks, *peaks[::-1]])


class TreePass:
    """One run through the leaves in order, in one transaction of `connection`."""

    def __init__(self, connection: Connection, keeper: Keeper, report: Report) -> None:
        self._connection, self._keeper, self._report = connection, keeper, report
        self._tree = Growing()
        self._next = 0
        self._last_entry = 0
        self._is_broken = False

    def run(self, tell: Callable[[int], None]) -> None:
        """Check everything; `tell` hears how many leaves are done."""
        for rows in in_parts(self._connection, _LEAVES):
            indexes, entry_ids, stored, canonical = zip(*rows, strict=True)
            self._hold_bytes(indexes, entry_ids, stored, canonical)
            self._hold_order(indexes, entry_ids)
            if not self._is_broken:
                self._grow(indexes, stored)
            self._report.leaves += len(rows)
            tell(self._report.leaves)
        self._hold_what_is_beyond()

    def _hold_bytes(self, indexes: Any, entry_ids: Any, stored: Any, canonical: Any) -> None:
        if None not in canonical:
            made = tuple([sha256(LEAF + each).digest() for each in canonical])
            if made == stored:
                return
        for index, entry_id, digest, content in zip(indexes, entry_ids, stored, canonical, strict=True):
            if content is None:
                self._report.add(Finding(fault=Fault.ENTRY_GONE, first=index))
            elif sha256(LEAF + content).digest() != digest:
                name = entry_name(self._connection, entry_id)
                self._report.add(Finding(fault=Fault.LEAF, entry=name, first=index))

    def _hold_order(self, indexes: Any, entry_ids: Any) -> None:
        """Inside a batch leaves go by the numbers of their entries; a batch ends with a checkpoint."""
        before = self._last_entry
        self._last_entry = entry_ids[-1]
        if before < entry_ids[0] and list(entry_ids) == sorted(entry_ids):
            return
        for index, entry_id in zip(indexes, entry_ids, strict=True):
            if entry_id < before and not self._ends_a_batch(index):
                names = [entry_name(self._connection, each) for each in (before, entry_id)]
                detail = f"entries {names[0]} and {names[1]}"
                self._report.add(Finding(fault=Fault.ORDER, first=index - 1, last=index, detail=detail))
            before = entry_id

    def _ends_a_batch(self, size: int) -> bool:
        boundary = select(Checkpoint.tree_size).where(Checkpoint.tree_size == size)
        return self._connection.execute(boundary).first() is not None

    def _grow(self, indexes: Any, stored: Any) -> None:
        low = self._next
        if indexes[0] != low or indexes[-1] != low + len(indexes) - 1:
            stored = self._up_to_the_gap(indexes, stored)
        high, done = low + len(stored), low
        for held in self._keeper.between(self._connection, low, high):
            self._extend(stored[done - low : held.size - low])
            done = held.size
            self._keeper.compare(held, self._tree.root())
        self._extend(stored[done - low :])
        self._next = high

    def _up_to_the_gap(self, indexes: Any, stored: Any) -> Any:
        """What comes before a missing leaf; from there on no tree can be made."""
        self._is_broken = True
        expected = self._next
        for at, index in enumerate(indexes):
            if index != expected:
                self._report.add(Finding(fault=Fault.LEAF_GONE, first=expected, last=index - 1))
                return stored[:at]
            expected += 1
        return stored

    def _extend(self, hashes: Sequence[bytes]) -> None:
        made = self._tree.extend(hashes)
        if not made:
            return
        known = self._stored_nodes(made)
        for height, index, node in made:
            if known.get((height, index)) != node:
                first, wide = index << height, 1 << height
                detail = f"height {height}, {'changed' if (height, index) in known else 'missing'}"
                self._report.add(Finding(fault=Fault.NODE, first=first, last=first + wide - 1, detail=detail))

    def _stored_nodes(self, made: list[tuple[int, int, bytes]]) -> dict[tuple[int, int], bytes]:
        nodes = Node.__table__.c
        found: dict[tuple[int, int], bytes] = {}
        for height in {height for height, _index, _node in made}:
            indexes = [index for each, index, _node in made if each == height]
            statement = select(nodes.node_index, nodes.hash).where(
                nodes.height == height, nodes.node_index >= indexes[0], nodes.node_index <= indexes[-1]
            )
            found |= {(height, index): digest for index, digest in self._connection.execute(statement)}
        return found

    def _hold_what_is_beyond(self) -> None:
        size = self._next
        signed = self._connection.execute(select(func.max(Checkpoint.tree_size))).scalar() or 0
        if signed < size:
            self._report.add(Finding(fault=Fault.UNSIGNED, first=signed, last=size - 1))
        for held in self._keeper.beyond(self._connection, size):
            if self._is_broken:
                self._keeper.compare(held, None)
            else:
                self._report.checkpoints += 1
                self._report.add(Finding(fault=Fault.SHORTER, first=size, last=held.size - 1, detail=held.words))
        for height in (8, 16, 24):
            stray = select(func.count()).where(Node.height == height, Node.node_index >= size >> height)
            if self._connection.execute(stray).scalar() and not self._is_broken:
                detail = f"height {height}, beyond the end of the log"
                self._report.add(Finding(fault=Fault.NODE, first=size, last=size, detail=detail))


def leaves_of(connection: Connection) -> int:
    """How many leaves there are, for telling how far a run is."""
    return connection.execute(select(func.count()).select_from(Leaf)).scalar_one()
