"""How an entry that another system sent is named: by the system and the system's own id of the fact."""

from __future__ import annotations

UUID_LENGTH = 36


def source_key(system: str, external_id: str) -> str:
    """The source key of a fact; posting adds the mandate, so that one fact may be sent for several deputies."""
    return f"api:{system}:{external_id}"


def external_id_in(key: str, system: str) -> str | None:
    """The system's own id of the fact, from the key of an entry; None if another source entered it."""
    prefix = source_key(system, "")
    return key[len(prefix) : -UUID_LENGTH - 1] if key.startswith(prefix) else None
