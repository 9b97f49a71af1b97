"""Reading the record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.core.database import db
from lms.people.models import Congress, Mandate
from lms.records.models import EntryKind, RecordEntry

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class EntryLine:
    """An entry with what it is about; `about` is None once the payload was erased."""

    entry: RecordEntry
    congress_name: str
    about: dict[str, Any] | None

    @property
    def title(self) -> str | None:
        """What the entry's payload calls the thing done."""
        return self.about.get("title") if self.about else None


def entries_of_person(person_id: int, *, congress_id: int) -> Sequence[EntryLine]:
    """A deputy's standing entries in one congress, newest first: what was superseded is left out."""
    newer = aliased(RecordEntry)
    rows = db.session.execute(
        select(RecordEntry, Congress.name)
        .join(RecordEntry.mandate)
        .join(Congress, Congress.id == RecordEntry.congress_id)
        .join(RecordEntry.kind)
        .options(contains_eager(RecordEntry.kind), joinedload(RecordEntry.payload))
        .where(
            Mandate.person_id == person_id,
            RecordEntry.congress_id == congress_id,
            ~select(newer.id).where(newer.supersedes_id == RecordEntry.id).exists(),
        )
        .order_by(RecordEntry.occurred_on.desc(), RecordEntry.id.desc())
    ).all()
    return [
        EntryLine(entry, name, json.loads(entry.payload.content) if entry.payload else None) for entry, name in rows
    ]


def kinds(congress_id: int) -> Sequence[EntryKind]:
    """A congress's catalogue of entry kinds."""
    return db.session.scalars(
        select(EntryKind).where(EntryKind.congress_id == congress_id).order_by(EntryKind.head, EntryKind.id)
    ).all()
