"""A record with its proofs, as one JSON file that can be checked without the platform (`verifier/verify_record.py`)."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from lms.core.clock import SHANGHAI
from lms.core.database import db
from lms.records.log import checkpoints, proofs
from lms.records.log.rows import stored_rows
from lms.records.log.stored_tree import LogDamaged, StoredTree

if TYPE_CHECKING:
    from datetime import datetime

    from lms.records.log.rows import StoredRow

FORMAT, VERSION = "performance-record-proof", 1


def bundle_for(person_id: int, *, congress_id: int, now: datetime) -> bytes:
    """All entries of a person in one congress, also superseded ones, as UTF-8 JSON.

    `canonical` is the text of each entry's canonical bytes, `payload` its payload's text with the salt in hex (null
    once erased), `leaf` its number in the log (null while it waits), and `proof` its audit path in base64, up to the
    root that `checkpoint` states. A proof that the stored log cannot give is left empty: the verifier then finds it.
    """
    newest = checkpoints.newest(db.session())
    stored, size = StoredTree(db.session()), newest.tree_size if newest else 0
    given = {"person": person_id, "congress": congress_id}
    which = "WHERE m.person_id = :person AND e.congress_id = :congress"
    parts = stored_rows(db.session.connection(), which, given)
    whole = {
        "format": FORMAT,
        "v": VERSION,
        "made_at": now.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "keys": published_keys(),
        "checkpoint": newest.note if newest else None,
        "entries": [_entry(row, stored, size) for rows in parts for row in rows],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def published_keys() -> list[str]:
    """Every key that a checkpoint can be signed with, as a vkey, the oldest first."""
    return [each.vkey() for each in checkpoints.verifiers()]


def encoded(hashes: list[bytes]) -> list[str]:
    """Hashes in base64, as proofs are written."""
    return [base64.b64encode(each).decode() for each in hashes]


def _entry(row: StoredRow, stored: StoredTree, size: int) -> dict[str, Any]:
    leaf = row.leaf_index if row.leaf_index is not None and row.leaf_index < size else None
    payload = None
    if row.salt is not None and row.content is not None:
        payload = {"salt": row.salt.hex(), "content": row.content.decode(errors="replace")}
    return {
        "canonical": row.canonical.decode(errors="replace"),
        "payload": payload,
        "leaf": leaf,
        "proof": [] if leaf is None else encoded(_path(stored, leaf, size)),
    }


def _path(stored: StoredTree, leaf: int, size: int) -> list[bytes]:
    try:
        return proofs.inclusion(stored, index=leaf, size=size)
    except LogDamaged:
        return []
