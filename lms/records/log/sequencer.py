"""Giving entries their leaves: one sequencer at a time, fenced by the database, and a signed checkpoint with each batch.

Everything of a batch is one transaction: whoever is killed leaves a whole log behind, and the entries of the batch
wait in the queue as before.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from lms.core.database import lock_row, transaction
from lms.core.upsert import insert_into
from lms.records.log import checkpoints
from lms.records.log.models import Fence, Leaf, Node, Unsequenced
from lms.records.log.stored_tree import STORED, LogDamaged, StoredTree
from lms.records.log.tree import leaf_hash
from lms.records.models import RecordEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.records.log.tree import CompactRange

BATCH = 4096
MOST_DELAY = timedelta(minutes=5)
"""What is promised: an entry stands in a checkpoint after so long at most. The job runs each minute."""

_FENCE = 1


def sequence(*, now: datetime, batch: int = BATCH) -> int:
    """Give every waiting entry its leaf, batch by batch; returns how many.

    Raises:
        LogDamaged: the stored log does not lead to its newest checkpoint. Nothing is signed over it.
    """
    total = 0
    while done := sequence_batch(now=now, batch=batch):
        total += done
    return total


def sequence_batch(*, now: datetime, batch: int = BATCH) -> int:
    """One batch: leaves in the order of the entries' numbers, the nodes that they complete, and a checkpoint.

    Raises:
        LogDamaged: see `sequence`.
    """
    with transaction() as session:
        _pass_fence(session)
        waiting = _waiting(session, batch)
        if waiting:
            grown = _grown_so_far(session)
            _add(session, grown, waiting)
            checkpoints.sign(session, size=grown.size, root=grown.root(), now=now)
        return len(waiting)


def _pass_fence(session: Session) -> None:
    """Wait until no other sequencer is at work. What is read from here on is what the last one left."""
    session.execute(insert_into(session, Fence).values(id=_FENCE).on_conflict_do_nothing())
    lock_row(session, Fence, _FENCE)


def _waiting(session: Session, most: int) -> list[tuple[int, bytes]]:
    statement = (
        select(RecordEntry.id, RecordEntry.canonical)
        .join(Unsequenced, Unsequenced.entry_id == RecordEntry.id)
        .order_by(RecordEntry.id)
        .limit(most)
    )
    return [(entry_id, canonical) for entry_id, canonical in session.execute(statement)]


def _grown_so_far(session: Session) -> CompactRange:
    last = session.scalar(select(func.max(Leaf.leaf_index)))
    grown = StoredTree(session).compact(0 if last is None else last + 1)
    newest = checkpoints.newest(session)
    stated = (newest.tree_size, newest.root_hash) if newest else (0, grown.root())
    if stated != (grown.size, grown.root()):
        raise LogDamaged("the log does not lead to its newest checkpoint; run `lms records verify`")
    return grown


def _add(session: Session, grown: CompactRange, entries: list[tuple[int, bytes]]) -> None:
    leaves, nodes, first = [], [], grown.size
    for entry_id, canonical in entries:
        digest = leaf_hash(canonical)
        leaves.append({"leaf_index": grown.size, "entry_id": entry_id, "hash": digest})
        nodes += [
            {"height": height, "node_index": index, "hash": node}
            for height, index, node in grown.append(digest)
            if height in STORED
        ]
    session.execute(insert(Leaf), leaves)
    if nodes:
        session.execute(insert(Node), nodes)
    now_leaves = select(Leaf.entry_id).where(Leaf.leaf_index >= first)
    session.execute(
        delete(Unsequenced).where(Unsequenced.entry_id.in_(now_leaves)),
        execution_options={"synchronize_session": False},
    )
