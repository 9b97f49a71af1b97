"""Booking lecturers for half-days of a study session, and giving them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.planning.calendar.diary import Wish, open_diary
from lms.planning.calendar.rules import Clash
from lms.planning.resources import access, booking
from lms.planning.resources.booking import Order
from lms.planning.resources.models import Half, Lecturer
from lms.study_sessions import seats
from lms.study_sessions.bookings.refusals import LecturerTaken, NoSuchDayOfStudy
from lms.study_sessions.planned import SUBJECT
from lms.study_sessions.refusals import MoveNotAllowed
from lms.study_sessions.states import OPEN

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import StudySession


def book_lecturer(
    study_session_id: int, lecturer_id: uuid.UUID, number: int, half: Half, *, actor: Actor, now: datetime
) -> uuid.UUID:
    """Book a lecturer for a day of study, the first being number 1, or for half of it; returns the booking's public id.

    The table of clashes was asked for the study session's days when they were set; here it is asked for the lecturer.

    Raises:
        MoveNotAllowed: the study session is completed or called off.
        NoSuchDayOfStudy: it has fewer days.
        NotFound: the congress has no such lecturer.
        NoLongerOffered: the lecturer is retired.
        LecturerTaken: somebody has booked the lecturer then.
    """
    with transaction() as session:
        study_session = _open(session, study_session_id)
        study_days = study_session.study_days
        if not 1 <= number <= len(study_days):
            raise NoSuchDayOfStudy(days=len(study_days))
        lecturer = access.one(session, Lecturer, lecturer_id, actor=actor)
        lecturer = lock_row(session, Lecturer, lecturer.id)
        order = _order(study_session, study_days[number - 1], half)
        _must_be_free(session, lecturer, order, actor=actor)
        return booking.put(session, lecturer, order, actor=actor, now=now).public_id


def give_lecturer_back(study_session_id: int, booking_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Give back a booking of a lecturer.

    Raises:
        MoveNotAllowed: the study session is completed or called off.
        NotFound: it has no such booking of a lecturer.
    """
    with transaction() as session:
        study_session = _open(session, study_session_id)
        booked = access.bookings_for(session, SUBJECT, study_session.public_id)
        found = [each for each in booked if each.public_id == booking_id and each.lecturer_id is not None]
        if not found:
            raise NotFound
        booking.give_back(session, found, actor=actor, now=now)


def _open(session: Session, study_session_id: int) -> StudySession:
    study_session = seats.lock(session, study_session_id)
    if study_session.state not in OPEN:
        raise MoveNotAllowed(title=study_session.title)
    return study_session


def _must_be_free(session: Session, lecturer: Lecturer, order: Order, *, actor: Actor) -> None:
    wish = Wish(first_on=order.first_on, last_on=order.last_on, half=order.half, lecturer=lecturer)
    found = open_diary(session, actor.congress_id, wish).clashes(order.first_on, order.last_on)
    taken = [each.message for each in found if each.clash is Clash.LECTURER_TWICE]
    if taken:
        raise LecturerTaken(name=lecturer.name, clashes=" ".join(taken))


def _order(study_session: StudySession, day: date, half: Half) -> Order:
    return Order(
        first_on=day,
        last_on=day,
        half=half,
        title=study_session.title,
        subject=(SUBJECT, study_session.public_id),
    )
