"""Giving seats up, and letting who waits have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core import events
from lms.study_sessions.seats import changes, filling, seat_days
from lms.study_sessions.seats.filling import PLACE_FREED
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import Enrolment, StudySession


def leave(
    session: Session,
    study_session: StudySession,
    enrolments: Sequence[Enrolment],
    to: PlaceState,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    is_for_deputy: bool = False,
) -> None:
    """Free the seats, and give them to who waits. The study session must be locked.

    Raises:
        NotWithdrawable: one of them holds no seat that may move so.
    """
    changes.change(session, enrolments, to, actor=actor, now=now, reason=reason, is_for_deputy=is_for_deputy)
    filling.fill(session, study_session, leaving=enrolments, now=now)


def release(
    session: Session, study_session: StudySession, enrolments: Sequence[Enrolment], *, now: datetime, reason: str
) -> None:
    """Free the seats without filling them, and let that be heard: for who has locked several study sessions at once.

    Raises:
        NotWithdrawable: one of them holds no seat that may move so.
    """
    changes.change(session, enrolments, PlaceState.RELEASED, actor=None, now=now, reason=reason)
    seat_days.vacate(session, enrolments)
    filling.tell_of_freed_days(session, enrolments, now=now)
    events.publish(session, PLACE_FREED, {"study_session_id": study_session.id}, now=now)
