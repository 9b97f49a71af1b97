"""Reading a unit's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from lms.core.database import db
from lms.people.models import ElectingBody, Person
from lms.study_sessions.staff.models import StaffMember, StaffState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session


def members(body: ElectingBody, state: StaffState) -> Sequence[StaffMember]:
    """A unit's staff in stroke order of names: those whom it sends, or those who left."""
    return db.session.scalars(
        select(StaffMember)
        .join(StaffMember.person)
        .options(contains_eager(StaffMember.person))
        .where(StaffMember.electing_body_id == body.id, StaffMember.state == state)
        .order_by(Person.sort_key, StaffMember.id)
    ).all()


def number_by_body(session: Session, term_id: int) -> Mapping[int, int]:
    """How many staff each unit of a term can send; a unit with none is left out."""
    counted = session.execute(
        select(StaffMember.electing_body_id, func.count())
        .join(StaffMember.electing_body)
        .where(ElectingBody.term_id == term_id, StaffMember.state == StaffState.ACTIVE)
        .group_by(StaffMember.electing_body_id)
    )
    return dict(counted.all())
