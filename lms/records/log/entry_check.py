"""What can be wrong with one stored entry: its columns, its bytes, its payload and its leaf must all say the same."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from lms.records.canonical import spelled
from lms.records.log.faults import Fault
from lms.records.log.tree import LEAF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.records.log.rows import StoredRow


def canonical_of(row: StoredRow) -> bytes:
    """The bytes that the columns of an entry stand for."""
    said: dict[str, str | None] = {
        "id": row.public_id,
        "congress": row.congress,
        "mandate": row.mandate,
        "kind": row.kind,
        "source": row.source,
        "source_key": row.source_key,
        "occurred_on": row.occurred_on,
        "recorded_at": row.recorded_at,
        "supersedes": row.supersedes,
        "payload_sha256": row.payload_hash.hex(),
    }
    return spelled(said, withdraws=bool(row.withdraws))


def faults(row: StoredRow) -> Iterator[tuple[Fault, str]]:
    """Everything that is wrong with an entry, each with the members or the column that show it."""
    if canonical_of(row) != row.canonical:
        yield from _changed_members(row)
    if row.content is None or row.salt is None:
        if not row.is_erased:
            yield Fault.PAYLOAD_GONE, "entry_payload"
    elif sha256(row.salt + row.content).digest() != row.payload_hash:
        yield Fault.PAYLOAD, "entry_payload"
    if row.leaf_hash is None:
        if not row.is_waiting:
            yield Fault.NO_LEAF, "log_leaf"
    elif sha256(LEAF + row.canonical).digest() != row.leaf_hash:
        yield Fault.LEAF, "canonical"


def _changed_members(row: StoredRow) -> Iterator[tuple[Fault, str]]:
    columns = json.loads(canonical_of(row))
    try:
        signed = dict(json.loads(row.canonical))
    except (ValueError, TypeError):
        yield Fault.ENTRY, "canonical"
        return
    changed = sorted(name for name in columns.keys() | signed.keys() if columns.get(name) != signed.get(name))
    if "supersedes" in changed:
        yield Fault.SUPERSEDES, "supersedes"
        changed.remove("supersedes")
    # The same members in another spelling: then the bytes themselves were touched.
    if changed or columns == signed:
        yield Fault.ENTRY, ", ".join(changed) or "canonical"
