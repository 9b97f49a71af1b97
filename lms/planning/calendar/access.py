"""Dates of the year for an actor: those of the actor's congress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.errors import NotFound
from lms.planning.calendar.models import CalendarDate

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def entered(session: Session, public_id: uuid.UUID, *, actor: Actor) -> CalendarDate:
    """A date that was entered by hand.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    found = session.scalar(
        select(CalendarDate).where(CalendarDate.public_id == public_id, CalendarDate.congress_id == actor.congress_id)
    )
    if found is None:
        raise NotFound
    return found


def between(session: Session, congress_id: int, first: date, last: date) -> Sequence[CalendarDate]:
    """The dates that touch the days from `first` to `last`, in order."""
    return session.scalars(
        select(CalendarDate)
        .where(CalendarDate.congress_id == congress_id, CalendarDate.first_on <= last, CalendarDate.last_on >= first)
        .order_by(CalendarDate.first_on, CalendarDate.id)
    ).all()
