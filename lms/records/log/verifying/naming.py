"""How a finding names an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.records.models import RecordEntry

if TYPE_CHECKING:
    from sqlalchemy import Connection


def entry_name(connection: Connection, entry_id: int) -> str:
    """The entry's UUID, or its number if it is gone."""
    public_id = connection.execute(select(RecordEntry.public_id).where(RecordEntry.id == entry_id)).scalar()
    return str(public_id) if public_id else f"number {entry_id}"
