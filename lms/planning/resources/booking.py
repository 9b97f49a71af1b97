"""Booking a venue or a lecturer under the row's lock: look, then write; and giving a booking back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import lock_row, transaction
from lms.planning import subjects
from lms.planning.calendar.diary import Wish, days, open_diary
from lms.planning.days import must_be_in_order
from lms.planning.refusals import NoLongerOffered, NotFree, WarningsToRead
from lms.planning.resources import access
from lms.planning.resources.models import HALVES, Booking, Half, Lecturer, LecturerHalfDay, Venue, VenueDay

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.planning.calendar.rules import Found


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be booked: the days, for what, for how many. `despite` says that warnings were read."""

    first_on: date
    last_on: date
    title: str
    half: Half = Half.DAY
    people: int | None = None
    subject: tuple[str, uuid.UUID] | None = None
    despite: bool = False


def book(
    table: type[Venue | Lecturer], public_id: uuid.UUID, order: Order, *, actor: Actor, now: datetime
) -> uuid.UUID:
    """Book a venue or a lecturer; returns the booking's public id.

    Raises:
        NotFound: the congress has no such thing, or the subject is gone.
        NoLongerOffered: it is retired.
        DaysOutOfOrder, TooLong: of the days.
        NotFree: the table of clashes refuses it.
        WarningsToRead: it warns, and `despite` is not said.
    """
    must_be_in_order(order.first_on, order.last_on)
    with transaction() as session:
        found = access.one(session, table, public_id, actor=actor)
        return enter(session, found, order, actor=actor, now=now).public_id


def enter(session: Session, thing: Venue | Lecturer, order: Order, *, actor: Actor, now: datetime) -> Booking:
    """Book in the caller's transaction; raises as `book`."""
    thing = lock_row(session, type(thing), thing.id)
    if thing.retired_at is not None:
        raise NoLongerOffered(name=thing.name)
    if order.subject is not None:
        subjects.get(session, actor.congress_id, *order.subject)
    _must_go_together(open_diary(session, actor.congress_id, wish_of(thing, order)).clashes(*_span(order)), order)
    booking = _row(thing, order, actor=actor, now=now)
    session.add(booking)
    session.flush()
    session.add_all(_taken(booking))
    try:
        session.flush()
    except IntegrityError as error:  # Bookings lock the row, so only what slipped past the lock comes here.
        raise NotFree(clashes=order.title) from error
    subject = ("booking", booking.public_id)
    audit.record(session, actor=actor, action="booking.made", subject=subject, now=now)
    return booking


def cancel(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> Booking:
    """Give a booking back; its days are free again. Raises NotFound: there is none that stands."""
    with transaction() as session:
        booking = access.booking(session, public_id, actor=actor)
        booking.cancel(actor.account_id, now)
        for table in (VenueDay, LecturerHalfDay):
            session.execute(delete(table).where(table.booking_id == booking.id))
        audit.record(session, actor=actor, action="booking.cancelled", subject=("booking", public_id), now=now)
        return booking


def wish_of(thing: Venue | Lecturer, order: Order) -> Wish:
    """The order as a question to the diary."""
    return Wish(
        first_on=order.first_on,
        last_on=order.last_on,
        half=order.half,
        venue=thing if isinstance(thing, Venue) else None,
        lecturer=thing if isinstance(thing, Lecturer) else None,
        people=order.people,
        subject=order.subject,
    )


def _span(order: Order) -> tuple[date, date]:
    return order.first_on, order.last_on


def _must_go_together(found: Sequence[Found], order: Order) -> None:
    refused = [each for each in found if each.is_refused]
    if refused:
        raise NotFree(clashes=" ".join(each.message for each in refused))
    if found and not order.despite:
        raise WarningsToRead(clashes=" ".join(each.message for each in found))


def _row(thing: Venue | Lecturer, order: Order, *, actor: Actor, now: datetime) -> Booking:
    is_venue = isinstance(thing, Venue)
    return Booking(
        congress_id=actor.congress_id,
        venue_id=thing.id if is_venue else None,
        lecturer_id=None if is_venue else thing.id,
        subject_kind=order.subject[0] if order.subject else None,
        subject_id=order.subject[1] if order.subject else None,
        title=order.title,
        first_on=order.first_on,
        last_on=order.last_on,
        half=Half.DAY if is_venue else order.half,
        people=order.people,
        booked_by=actor.account_id,
        booked_at=now,
    )


def _taken(booking: Booking) -> Sequence[VenueDay | LecturerHalfDay]:
    span = list(days(booking.first_on, booking.last_on))
    if booking.venue_id is not None:
        return [VenueDay(venue_id=booking.venue_id, day=day, booking_id=booking.id) for day in span]
    return [
        LecturerHalfDay(lecturer_id=booking.lecturer_id, day=day, half=half, booking_id=booking.id)
        for day in span
        for half in HALVES[booking.half]
    ]
