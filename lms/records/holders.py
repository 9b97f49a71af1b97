"""Whose entry a fact becomes: mandates with what an entry says of them, found for many people in few statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from lms.people.models import Congress, Mandate
from lms.people.office import in_office

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

MOST_IN_A_STATEMENT = 500  # Both engines limit the parameters of a statement.


class Holder(NamedTuple):
    """A mandate, its person and its congress, by number and by UUID."""

    mandate_id: int
    mandate: uuid.UUID
    person_id: int
    congress_id: int
    congress: uuid.UUID


_HOLDERS = select(Mandate.id, Mandate.public_id, Mandate.person_id, Congress.id, Congress.public_id).join(
    Congress, Congress.id == Mandate.congress_id
)


def held_on(session: Session, day: date, person_ids: Sequence[int]) -> dict[int, list[Holder]]:
    """The mandates that people held in office on a day, by person, in the order of their numbers."""
    held: dict[int, list[Holder]] = {}
    for some in _in_parts(person_ids):
        statement = _HOLDERS.where(Mandate.id.in_(in_office(day, person_ids=some))).order_by(Mandate.id)
        for row in session.execute(statement):
            held.setdefault(row.person_id, []).append(Holder(*row))
    return held


def holders_of(session: Session, mandate_ids: Sequence[int]) -> dict[int, Holder]:
    """Mandates by their numbers, whether in office or not."""
    parts = (session.execute(_HOLDERS.where(Mandate.id.in_(some))) for some in _in_parts(mandate_ids))
    return {row[0]: Holder(*row) for rows in parts for row in rows}


def _in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + MOST_IN_A_STATEMENT] for at in range(0, len(ids), MOST_IN_A_STATEMENT))
