"""What study sessions do when they hear that a mandate ended or was suspended, that staff left, and of places that this has freed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import events
from lms.study_sessions import seats
from lms.study_sessions.models import Enrolment
from lms.study_sessions.staff.models import LEFT as STAFF_MEMBER_LEFT
from lms.study_sessions.states import OPEN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from lms.core.events import Event


@events.subscribe("mandate.ended")
def free_seats_of_ended_mandate(session: Session, event: Event, now: datetime) -> None:
    """Free the seats of a mandate that ended; heard twice, it finds nothing left to free."""
    _free_seats(session, event, now)


@events.subscribe("mandate.suspended")
def free_seats_of_suspended_mandate(session: Session, event: Event, now: datetime) -> None:
    """Free the seats of a mandate that was suspended; once resumed, its deputy can be recommended anew."""
    _free_seats(session, event, now)


@events.subscribe(STAFF_MEMBER_LEFT)
def free_seats_of_left_staff(session: Session, event: Event, now: datetime) -> None:
    """Free the seats of a staff member whom the unit does not send any more."""
    _free(session, Enrolment.staff_member_id == event.payload["staff_member_id"], event, now)


def _free_seats(session: Session, event: Event, now: datetime) -> None:
    _free(session, Enrolment.mandate_id == event.payload["mandate_id"], event, now)


def _free(session: Session, theirs: ColumnElement[bool], event: Event, now: datetime) -> None:
    """Only seats of study sessions that had not begun when it took effect: who took part has taken part."""
    effective_on = date.fromisoformat(event.payload["effective_on"])
    held = select(Enrolment.study_session_id).where(theirs, Enrolment.stands)
    # All study sessions are locked before the first person is: the order of locks.
    locked = [seats.lock(session, study_session_id) for study_session_id in sorted(session.scalars(held).all())]
    for study_session in locked:
        if study_session.state in OPEN and effective_on <= study_session.starts_on:
            seats.release(
                session, study_session, seats.standing(session, study_session, theirs), now=now, reason=event.kind
            )


@events.subscribe(seats.PLACE_FREED)
def fill_freed_places(session: Session, event: Event, now: datetime) -> None:
    """Give freed places to who waits, one study session a transaction; heard twice, it finds nothing left to fill."""
    seats.fill(session, seats.lock(session, event.payload["study_session_id"]), now=now)
