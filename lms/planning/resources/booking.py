"""Booking a venue or a lecturer under the row's lock: look, then write; giving a booking back, and moving it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert
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


@dataclass(frozen=True, slots=True)
class Move:
    """The days that a booking is to have."""

    booking: Booking
    first_on: date
    last_on: date


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
    if order.subject is not None:
        subjects.get(session, actor.congress_id, *order.subject)
    _must_go_together(open_diary(session, actor.congress_id, wish_of(thing, order)).clashes(*_span(order)), order)
    return put(session, thing, order, actor=actor, now=now)


def put(session: Session, thing: Venue | Lecturer, order: Order, *, actor: Actor, now: datetime) -> Booking:
    """Book in the caller's transaction, who has locked the thing's row and asked the table of clashes.

    Raises:
        NoLongerOffered: it is retired.
        NotFree: one of the days is taken.
    """
    if thing.retired_at is not None:
        raise NoLongerOffered(name=thing.name)
    booking = _row(thing, order, actor=actor, now=now)
    session.add(booking)
    session.flush()
    _take_days(session, [booking])
    _record(session, booking, "made", actor=actor, now=now)
    return booking


def cancel(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> Booking:
    """Give a booking back; its days are free again. Raises NotFound: there is none that stands."""
    with transaction() as session:
        booking = access.booking(session, public_id, actor=actor)
        give_back(session, [booking], actor=actor, now=now)
        return booking


def give_back(session: Session, bookings: Sequence[Booking], *, actor: Actor, now: datetime) -> None:
    """Give bookings back in the caller's transaction; their days are free again."""
    _free_days(session, bookings)
    for booking in bookings:
        booking.cancel(actor.account_id, now)
        _record(session, booking, "cancelled", actor=actor, now=now)


def move(session: Session, moves: Sequence[Move], *, actor: Actor, now: datetime) -> None:
    """Give bookings other days in the caller's transaction, all at once: what one leaves another may take.

    The caller has locked the rows of what is booked and asked the table of clashes.

    Raises:
        NotFree: one of the days is taken.
    """
    _free_days(session, [each.booking for each in moves])
    for each in moves:
        each.booking.first_on, each.booking.last_on = each.first_on, each.last_on
        _record(session, each.booking, "moved", actor=actor, now=now)
    session.flush()
    _take_days(session, [each.booking for each in moves])


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


def _free_days(session: Session, bookings: Sequence[Booking]) -> None:
    for table in (VenueDay, LecturerHalfDay):
        session.execute(delete(table).where(table.booking_id.in_([each.id for each in bookings])))


def _take_days(session: Session, bookings: Sequence[Booking]) -> None:
    # By statement: a day that was freed in this transaction can be taken anew, whatever the session still holds.
    for booking in bookings:
        table = LecturerHalfDay if booking.venue_id is None else VenueDay
        try:
            session.execute(insert(table), _taken(booking))
        except IntegrityError as error:  # Bookings lock the row, so only what slipped past the lock comes here.
            raise NotFree(clashes=booking.title) from error


def _record(session: Session, booking: Booking, verb: str, *, actor: Actor, now: datetime) -> None:
    audit.record(session, actor=actor, action=f"booking.{verb}", subject=("booking", booking.public_id), now=now)


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


def _taken(booking: Booking) -> list[dict[str, object]]:
    span = list(days(booking.first_on, booking.last_on))
    if booking.venue_id is not None:
        return [{"venue_id": booking.venue_id, "day": day, "booking_id": booking.id} for day in span]
    return [
        {"lecturer_id": booking.lecturer_id, "day": day, "half": half, "booking_id": booking.id}
        for day in span
        for half in HALVES[booking.half]
    ]
