"""The bytes that stand for an entry, forever.

Canonical JSON as in RFC 8785 for the values used here (objects, strings, integers, booleans, null): keys sorted, no white space,
UTF-8. Instants have microseconds and end in Z. The payload enters by SHA-256(salt || payload) alone.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date, datetime

FORMAT_VERSION = 1

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


def canonical_json(value: Mapping[str, object]) -> bytes:
    """Canonical UTF-8 JSON of a flat object.

    Raises:
        TypeError: a value is of a kind that has more than one spelling (floats among them).
    """
    _refuse_floats(value)
    return _JSON.encode(value).encode()


def payload_hash(salt: bytes, content: bytes) -> bytes:
    """The 32 bytes that bind a payload to its entry; the 16-byte random salt keeps short payloads from being guessed."""
    return hashlib.sha256(salt + content).digest()


def entry_bytes(
    *,
    public_id: uuid.UUID,
    congress: uuid.UUID,
    mandate: uuid.UUID,
    kind: str,
    source: str,
    source_key: str,
    occurred_on: date,
    recorded_at: datetime,
    supersedes: uuid.UUID | None,
    withdraws: bool,
    payload_sha256: bytes,
) -> bytes:
    """The canonical bytes of an entry: no names, no free text. Only a withdrawal has the member `withdraws`."""
    return spelled(
        {
            "id": str(public_id),
            "congress": str(congress),
            "mandate": str(mandate),
            "kind": kind,
            "source": source,
            "source_key": source_key,
            "occurred_on": occurred_on.isoformat(),
            "recorded_at": recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "supersedes": str(supersedes) if supersedes else None,
            "payload_sha256": payload_sha256.hex(),
        },
        withdraws=withdraws,
    )


def spelled(said: dict[str, str | None], *, withdraws: bool) -> bytes:
    """The canonical bytes of an entry whose members are spelled as text already, as a check of many rows has them."""
    members: dict[str, object] = said | {"v": FORMAT_VERSION}
    if withdraws:
        members["withdraws"] = True
    return _JSON.encode(members).encode()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical spelling here; use an integer in a named unit")
    if isinstance(value, dict):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)
