"""Whether a person's own record is whole: the question behind the button on the record's page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.core.database import db
from lms.records.log import checkpoints
from lms.records.log.entry_check import faults
from lms.records.log.proofs import leads_to
from lms.records.log.rows import stored_rows
from lms.records.log.stored_tree import StoredTree

if TYPE_CHECKING:
    from datetime import datetime

    from lms.records.log.models import Checkpoint
    from lms.records.log.rows import StoredRow


@dataclass(frozen=True, kw_only=True)
class RecordCheck:
    """What the check of one record found. Every entry is counted once, also those that another one supersedes."""

    whole: int = 0
    """Stands in the log, to the byte."""
    pending: int = 0
    """Fits, and waits for its place in the log, which it gets within minutes."""
    erased: int = 0
    """Stands in the log; its details were erased, as is on record."""
    faulty: tuple[uuid.UUID, ...] = ()
    """Does not agree with its payload, its bytes or the log."""
    tree_size: int = field(default=0)
    """Leaves of the checkpoint against which was checked; 0 while there is none."""
    signed_at: datetime | None = None
    """When that checkpoint was signed."""
    is_signed: bool = True
    """Whether its signature holds."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all was found."""
        return not self.faulty and self.is_signed


def check_own_record(person_id: int, *, congress_id: int) -> RecordCheck:
    """Check every entry of a person in one congress: columns, payload, leaf, proof of inclusion, signature.

    It reads only, in the session's transaction, and some hundred rows for each entry at most.
    """
    newest = checkpoints.newest(db.session())
    stored = StoredTree(db.session())
    kinds: dict[str, int] = {"whole": 0, "pending": 0, "erased": 0}
    faulty: list[uuid.UUID] = []
    given = {"person": person_id, "congress": congress_id}
    which = "WHERE m.person_id = :person AND e.congress_id = :congress"
    for rows in stored_rows(db.session.connection(), which, given):
        for row in rows:
            state = _state(row, newest, stored)
            if state is None:
                faulty.append(uuid.UUID(row.public_id))
            else:
                kinds[state] += 1
    return RecordCheck(
        **kinds,
        faulty=tuple(faulty),
        tree_size=newest.tree_size if newest else 0,
        signed_at=newest.signed_at if newest else None,
        is_signed=newest is None or checkpoints.is_signed(newest),
    )


def _state(row: StoredRow, newest: Checkpoint | None, stored: StoredTree) -> str | None:
    if any(True for _ in faults(row)):
        return None
    if row.leaf_index is None or row.leaf_hash is None:
        return "pending"
    if newest is None or not leads_to(newest, stored, index=row.leaf_index, leaf=row.leaf_hash):
        return None
    return "erased" if row.content is None else "whole"
