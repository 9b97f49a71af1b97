"""What study sessions do when they hear that a mandate ended or was suspended, and of places that this has freed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import events
from lms.study_sessions import seats
from lms.study_sessions.models import Enrolment
from lms.study_sessions.states import OPEN

if TYPE_CHECKING:
    from datetime import datetime

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


def _free_seats(session: Session, event: Event, now: datetime) -> None:
    """Only seats of study sessions that had not begun when it took effect: who took part has taken part."""
    mandate_id, effective_on = event.payload["mandate_id"], date.fromisoformat(event.payload["effective_on"])
    held = select(Enrolment.study_session_id).where(Enrolment.mandate_id == mandate_id, Enrolment.stands)
    # All study sessions are locked before the first person is: the order of locks.
    locked = [seats.lock(session, study_session_id) for study_session_id in sorted(session.scalars(held).all())]
    for study_session in locked:
        if study_session.state in OPEN and effective_on <= study_session.starts_on:
            theirs = seats.standing(session, study_session, mandate_id)
            seats.release(session, study_session, theirs, now=now, reason=event.kind)


@events.subscribe(seats.PLACE_FREED)
def fill_freed_places(session: Session, event: Event, now: datetime) -> None:
    """Give freed places to who waits, one study session a transaction; heard twice, it finds nothing left to fill."""
    seats.fill(session, seats.lock(session, event.payload["study_session_id"]), now=now)
