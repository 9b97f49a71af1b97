"""What is booked for a study session, and when else it could be held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.planning.resources import access
from lms.planning.resources.models import HALVES, Half, Lecturer, LecturerHalfDay, Venue
from lms.study_sessions.bookings.clashes import Held, free_windows
from lms.study_sessions.bookings.following import listed
from lms.study_sessions.bookings.stay import Stay, main_of, moved
from lms.study_sessions.planned import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.planning.resources.models import Booking
    from lms.study_sessions.models import StudySession


@dataclass(frozen=True, slots=True)
class FreeDays:
    """Days on which a study session could be held; `is_certain` is false where holidays are not announced yet."""

    arrival_on: date
    starts_on: date
    ends_on: date
    is_certain: bool


def venues(session: Session, *, actor: Actor) -> Sequence[Venue]:
    """The venues that planning offers."""
    return access.every(session, Venue, actor=actor, is_offered=True)


def address_of(session: Session, study_session: StudySession, name: str) -> str:
    """Where a venue is that planning lists under that name; empty where it lists none, or no address."""
    here = select(Venue.address).where(Venue.congress_id == study_session.congress_id, Venue.name == name)
    return session.scalar(here) or ""


def lecturers(session: Session, *, actor: Actor) -> Sequence[Lecturer]:
    """The lecturers whom planning offers."""
    return access.every(session, Lecturer, actor=actor, is_offered=True)


def lecturer_days(session: Session, study_session: StudySession) -> list[Booking]:
    """The bookings of lecturers, in the order of the days, the morning before the afternoon."""
    booked = access.bookings_for(session, SUBJECT, study_session.public_id)
    order = list(Half)
    of_lecturers = [each for each in booked if each.lecturer is not None]
    return sorted(of_lecturers, key=lambda each: (each.first_on, order.index(each.half), each.id))


def free_halves(session: Session, study_session: StudySession, lecturer: Lecturer) -> list[tuple[int, Half]]:
    """The halves of the days of study, counted from 1, in which nobody has booked the lecturer."""
    days = study_session.study_days
    rows = session.execute(
        select(LecturerHalfDay.day, LecturerHalfDay.half).where(
            LecturerHalfDay.lecturer_id == lecturer.id, LecturerHalfDay.day.in_(days)
        )
    )
    taken = {(day, half) for day, half in rows}
    return [
        (number, half)
        for number, day in enumerate(days, start=1)
        for half in HALVES[Half.DAY]
        if (day, half) not in taken
    ]


def free_days(session: Session, stay: Stay, study_session: StudySession | None, *, actor: Actor) -> list[FreeDays]:
    """The nearest days, after those asked for, on which it goes with everything that is booked; none for days out of order."""
    if not stay.arrival_on <= stay.starts_on <= stay.ends_on:
        return []
    booked = access.bookings_for(session, SUBJECT, study_session.public_id) if study_session else []
    held = _held(session, stay, study_session, booked, actor)
    own = frozenset(each.id for each in booked)
    windows = free_windows(session, actor.congress_id, held, study_session, own=own)
    by = stay.starts_on - stay.arrival_on
    return [FreeDays(each.first_on, each.first_on + by, each.last_on, each.is_certain) for each in windows]


def _held(
    session: Session, stay: Stay, study_session: StudySession | None, booked: Sequence[Booking], actor: Actor
) -> Held:
    if study_session is None:
        return Held(stay=stay, venue=listed(session, actor.congress_id, stay.venue, None))
    before = Stay.of(study_session)
    main = main_of(booked, before)
    venue = listed(session, actor.congress_id, stay.venue, main)
    others = [moved(each, before, stay) for each in booked if each is not main]
    return Held(stay=stay, venue=venue, others=others)
