"""Counts of entries: what one deputy has completed, and when deputies were trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from lms.core.database import db
from lms.people.models import Mandate
from lms.records.kinds.trained import counting
from lms.records.models import EntryKind, RecordEntry
from lms.records.standing import is_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Tally:
    """A kind of entry by the congress's own names for it, and how many there are."""

    name: str
    name_en: str
    entries: int


# Built once: every deputy's home page asks.
_BY_KIND = (
    select(EntryKind.name, EntryKind.name_en, func.count(RecordEntry.id))
    .join(RecordEntry, RecordEntry.kind_id == EntryKind.id)
    .join(Mandate, Mandate.id == RecordEntry.mandate_id)
    .where(
        Mandate.person_id == bindparam("person"),
        RecordEntry.congress_id == bindparam("congress"),
        is_standing(),
    )
    .group_by(EntryKind.id)
    .order_by(EntryKind.id)
)

_LAST_TRAINED = select(func.max(RecordEntry.occurred_on)).where(
    RecordEntry.mandate_id == bindparam("mandate"), RecordEntry.kind_id.in_(counting()), is_standing()
)


def by_kind(person_id: int, *, congress_id: int) -> Sequence[Tally]:
    """How many standing entries a deputy has of each kind in a congress; kinds without any are left out."""
    return [Tally(*row) for row in db.rows(_BY_KIND, {"person": person_id, "congress": congress_id})]


def trained_days() -> Select[int, date]:
    """Mandates that are trained (已训) by the rule of now, each with the last day of such an entry: to be joined."""
    return (
        select(RecordEntry.mandate_id, func.max(RecordEntry.occurred_on).label("trained_on"))
        .where(RecordEntry.kind_id.in_(counting()), is_standing())
        .group_by(RecordEntry.mandate_id)
    )


def last_trained(session: Session, mandate_id: int) -> date | None:
    """The last day on which one mandate was trained by the rule of now; None if it was not."""
    return session.scalar(_LAST_TRAINED, {"mandate": mandate_id})
