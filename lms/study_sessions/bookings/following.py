"""What is booked for a study session follows it, under its lock and in the transaction of the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import lock_row
from lms.planning.resources import access, booking
from lms.planning.resources.booking import Move, Order
from lms.planning.resources.models import Lecturer, Venue
from lms.study_sessions.bookings.clashes import Held, must_go_together
from lms.study_sessions.bookings.refusals import LecturerLeftOut
from lms.study_sessions.bookings.stay import Stay, main_of, moved
from lms.study_sessions.planned import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.planning.resources.models import Booking
    from lms.study_sessions.models import StudySession


@dataclass(frozen=True)
class Course:
    """How bookings go from what a study session was to what it is to be."""

    before: Stay | None
    after: Stay
    booked: Sequence[Booking]
    main: Booking | None
    venue: Venue | None

    @property
    def is_needless(self) -> bool:
        """Whether nothing changes, and what is listed is booked."""
        return self.after == self.before and (self.main is not None or self.venue is None)

    @property
    def leaving(self) -> list[Booking]:
        """The booking of a venue in which it is no longer held."""
        return [self.main] if self.main and self.main.venue is not self.venue else []

    @property
    def moves(self) -> list[Move]:
        """Where everything else that is booked goes."""
        before = self.before
        return [moved(each, before, self.after) for each in self.booked if each not in self.leaving] if before else []

    @property
    def is_to_book(self) -> bool:
        """Whether the venue is still to be booked."""
        return self.venue is not None and (self.main is None or bool(self.leaving))


def follow(
    session: Session,
    study_session: StudySession,
    before: Stay | None,
    *,
    considered: Collection[str] | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Book the venue if planning lists one of that name, and let all bookings follow. The study session must be locked.

    Args:
        before: what it was; None for one that is new.
        considered: the marks of the warnings that were considered. None does not ask the table of clashes: its days
            were decided before, and only what is taken already is refused.

    Raises:
        DaysDoNotGo, ToConsider: the table of clashes.
        LecturerLeftOut: a booking would lie outside the new days.
        NotFree: a venue's day or half a day of a lecturer is taken.
    """
    course = _course(session, study_session, before, Stay.of(study_session))
    if course.is_needless:
        return
    _must_keep_its_days(course)
    if considered is not None:
        _ask(session, study_session, course, considered=considered)
    _go(session, study_session, course, actor=actor, now=now)


def ask(session: Session, study_session: StudySession, after: Stay, *, considered: Collection[str]) -> None:
    """Ask whether it could be held so; nothing is booked.

    Raises:
        DaysDoNotGo, ToConsider, LecturerLeftOut: as for `follow`.
    """
    course = _course(session, study_session, Stay.of(study_session), after)
    if not course.is_needless:
        _must_keep_its_days(course)
        _ask(session, study_session, course, considered=considered)


def free(session: Session, study_session: StudySession, *, actor: Actor, now: datetime) -> None:
    """Give back everything that is booked for a study session that is not held. It must be locked."""
    booked = access.bookings_for(session, SUBJECT, study_session.public_id)
    booking.give_back(session, booked, actor=actor, now=now)


def listed(session: Session, congress_id: int, name: str, main: Booking | None) -> Venue | None:
    """The venue of that name which is booked already, or which planning offers; names are unique there."""
    if main is not None and main.venue is not None and main.venue.name == name:
        return main.venue
    offered = select(Venue).where(Venue.congress_id == congress_id, Venue.name == name, Venue.retired_at.is_(None))
    return session.scalar(offered)


def _course(session: Session, study_session: StudySession, before: Stay | None, after: Stay) -> Course:
    booked = access.bookings_for(session, SUBJECT, study_session.public_id) if before else []
    main = main_of(booked, before) if before else None
    return Course(before, after, booked, main, listed(session, study_session.congress_id, after.venue, main))


def _ask(session: Session, study_session: StudySession, course: Course, *, considered: Collection[str]) -> None:
    after = Held(
        stay=course.after, venue=course.venue, others=[each for each in course.moves if each.booking is not course.main]
    )
    own = frozenset(each.id for each in course.booked)
    must_go_together(session, study_session, after, _as_it_was(course), own=own, considered=considered)


def _go(session: Session, study_session: StudySession, course: Course, *, actor: Actor, now: datetime) -> None:
    _lock(session, course.booked, course.venue)
    moves = [each for each in course.moves if (each.first_on, each.last_on) != each.booking.span]
    booking.give_back(session, course.leaving, actor=actor, now=now)
    _say(course)
    booking.move(session, moves, actor=actor, now=now)
    if course.venue is not None and course.is_to_book:
        booking.put(session, course.venue, _order(study_session, course.after), actor=actor, now=now)


def _as_it_was(course: Course) -> Held | None:
    if course.before is None:
        return None
    others = [Move(each, *each.span) for each in course.booked if each is not course.main]
    return Held(stay=course.before, venue=course.main.venue if course.main else None, others=others)


def _must_keep_its_days(course: Course) -> None:
    """What lay within the study session lies within it still; what was booked beside it only moves along."""
    for each in course.moves:
        thing = each.booking.venue or each.booking.lecturer
        was_within = course.before is not None and course.before.has(*each.booking.span)
        if was_within and not course.after.has(each.first_on, each.last_on):
            raise LecturerLeftOut(name=thing.name if thing else each.booking.title)


def _lock(session: Session, bookings: Sequence[Booking], venue: Venue | None) -> None:
    """After the study session and its people: venues by id, then lecturers by id."""
    venues = {each.venue_id for each in bookings if each.venue_id} | ({venue.id} if venue else set())
    for venue_id in sorted(venues):
        lock_row(session, Venue, venue_id)
    for lecturer_id in sorted({each.lecturer_id for each in bookings if each.lecturer_id}):
        lock_row(session, Lecturer, lecturer_id)


def _say(course: Course) -> None:
    for each in course.booked:
        if course.before and each.title == course.before.title:
            each.title = course.after.title
    if course.main is not None:
        course.main.people = course.after.places


def _order(study_session: StudySession, stay: Stay) -> Order:
    return Order(
        first_on=stay.arrival_on,
        last_on=stay.ends_on,
        title=stay.title,
        people=stay.places,
        subject=(SUBJECT, study_session.public_id),
    )
