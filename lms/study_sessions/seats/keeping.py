"""What happens to those who stay: reviewed, confirmed, accepted, put in another order, on other days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core import events
from lms.study_sessions.seats import changes, filling, locking, seat_days
from lms.study_sessions.seats.filling import PLACE_FREED
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import Enrolment, StudySession


def review(session: Session, enrolments: Sequence[Enrolment], *, actor: Actor, now: datetime) -> None:
    """Note that recommended people were looked at; their seats stay theirs. Their study session must be locked.

    Raises:
        NotWithdrawable: one of them is not recommended (any more).
    """
    changes.change(session, enrolments, PlaceState.REVIEWED, actor=actor, now=now)


def confirm(session: Session, enrolments: Sequence[Enrolment], *, actor: Actor, now: datetime) -> None:
    """Confirm recommended people, reviewed or not; their seats stay theirs. Their study session must be locked."""
    changes.change(session, enrolments, PlaceState.CONFIRMED, actor=actor, now=now)


def accept(session: Session, enrolment: Enrolment, *, actor: Actor, now: datetime, is_for_deputy: bool) -> None:
    """Accept a confirmed place. Its study session must be locked.

    Raises:
        NotWithdrawable: it is not confirmed, or was answered.
    """
    changes.change(session, [enrolment], PlaceState.ACCEPTED, actor=actor, now=now, is_for_deputy=is_for_deputy)


def put_in_order(reserves: Sequence[Enrolment]) -> None:
    """Give a unit's reserves, all of them, a new order. Their study session must be locked."""
    for rank, enrolment in enumerate(reserves, start=1):
        enrolment.rank = rank


def move_days(session: Session, study_session: StudySession, *, now: datetime) -> None:
    """Lay everyone's seat days anew after the dates changed, and let that be heard here and where their old days are wanted.

    Raises:
        SeatClash: someone has a seat elsewhere on one of the new days.
    """
    seated = locking.live(session, study_session)
    seat_days.move(session, study_session, seated)
    filling.tell_of_freed_days(session, seated, now=now)
    events.publish(session, PLACE_FREED, {"study_session_id": study_session.id}, now=now)
