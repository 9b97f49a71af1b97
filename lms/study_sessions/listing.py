"""How people on lists are read: each with the unit whose places they take, in official order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.people.models import ElectingBody, Mandate, Person
from lms.people.queries import list_order
from lms.study_sessions.models import Enrolment

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select


def enrolments() -> Select[Enrolment]:
    """Enrolments with person, unit and, if there is one, the mandate or the staff member."""
    return (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.unit)
        .join(Enrolment.mandate, isouter=True)
        .options(
            contains_eager(Enrolment.person),
            contains_eager(Enrolment.unit),
            contains_eager(Enrolment.mandate),
            joinedload(Enrolment.staff_member),
        )
    )


def official_order() -> tuple[ColumnElement[Any], ...]:
    """Units in official order; inside, the congress's own deputies, then those of the congress below, then staff; each by
    manual number and stroke order.
    """
    unit, *inside = list_order()
    is_from_below = Mandate.congress_id != ElectingBody.congress_id
    return (
        unit,
        Enrolment.mandate_id.is_(None),
        is_from_below,
        *inside,
        Person.__table__.c.sort_key,
        Enrolment.__table__.c.id,
    )
