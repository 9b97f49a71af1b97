"""Reading the record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, true
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.database import db
from lms.people.models import Mandate
from lms.records.models import RecordEntry
from lms.records.standing import is_standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class EntryLine:
    """An entry with what it is about; `about` is None once the payload was erased."""

    entry: RecordEntry
    about: dict[str, Any] | None

    @property
    def title(self) -> str | None:
        """What the entry's payload calls the thing done."""
        return self.about.get("title") if self.about else None


def entries_of_person(
    person_id: int, *, congress_id: int, readable: ColumnElement[bool] | None = None
) -> Sequence[EntryLine]:
    """A deputy's standing entries in one congress, newest first: what was superseded is left out.

    Args:
        person_id: whose.
        congress_id: in which congress.
        readable: a condition on kinds, for offices (`lms.records.kinds.access.may_read`); the deputy reads all.
    """
    entries = db.session.scalars(
        select(RecordEntry)
        .join(RecordEntry.mandate)
        .join(RecordEntry.kind)
        .options(contains_eager(RecordEntry.kind), joinedload(RecordEntry.payload))
        .where(
            Mandate.person_id == person_id,
            RecordEntry.congress_id == congress_id,
            is_standing(),
            true() if readable is None else readable,
        )
        .order_by(RecordEntry.occurred_on.desc(), RecordEntry.id.desc())
    ).all()
    return [EntryLine(each, json.loads(each.payload.content) if each.payload else None) for each in entries]
