"""Venues, lecturers and bookings for an actor: those of the actor's congress."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.errors import NotFound
from lms.planning.resources.models import Booking, Lecturer, Venue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

Bookable = TypeVar("Bookable", bound=Venue | Lecturer)


def every(session: Session, table: type[Bookable], *, actor: Actor, is_offered: bool = False) -> Sequence[Bookable]:
    """The congress's venues, or its lecturers, by name; `is_offered` leaves out those that are retired."""
    statement = select(table).where(table.congress_id == actor.congress_id)
    if is_offered:
        statement = statement.where(table.retired_at.is_(None))
    return session.scalars(statement.order_by(table.retired_at.is_not(None), table.name, table.id)).all()


def one(session: Session, table: type[Bookable], public_id: uuid.UUID, *, actor: Actor) -> Bookable:
    """A venue or a lecturer.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    found = session.scalar(select(table).where(table.public_id == public_id, table.congress_id == actor.congress_id))
    if found is None:
        raise NotFound
    return found


def booking(session: Session, public_id: uuid.UUID, *, actor: Actor) -> Booking:
    """A booking that stands.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    found = session.scalar(
        select(Booking)
        .where(Booking.public_id == public_id, Booking.congress_id == actor.congress_id, Booking.cancelled_at.is_(None))
        .options(joinedload(Booking.venue), joinedload(Booking.lecturer))
    )
    if found is None:
        raise NotFound
    return found


def bookings(session: Session, thing: Venue | Lecturer, *, since: date) -> Sequence[Booking]:
    """The bookings of one venue or lecturer that stand and end on a day or later, in order of date."""
    column = Booking.venue_id if isinstance(thing, Venue) else Booking.lecturer_id
    return session.scalars(
        select(Booking)
        .where(column == thing.id, Booking.cancelled_at.is_(None), Booking.last_on >= since)
        .order_by(Booking.first_on, Booking.half, Booking.id)
    ).all()


def bookings_for(session: Session, kind: str, public_id: uuid.UUID) -> Sequence[Booking]:
    """What is booked for a subject and stands, in order of date."""
    return session.scalars(
        select(Booking)
        .where(Booking.subject_kind == kind, Booking.subject_id == public_id, Booking.cancelled_at.is_(None))
        .options(joinedload(Booking.venue), joinedload(Booking.lecturer))
        .order_by(Booking.first_on, Booking.half, Booking.id)
    ).all()
