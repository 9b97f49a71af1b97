"""Open study sessions (开放报名): deputies apply themselves, are seated or queue, and may withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.i18n import format_day
from lms.study_sessions import seats
from lms.study_sessions.models import Enrolment
from lms.study_sessions.refusals import AnswersClosed, NotOpen, RecommendingOver
from lms.study_sessions.seats import pools
from lms.study_sessions.seats.entrants import entrant_of
from lms.study_sessions.seats.levels import own_mandate
from lms.study_sessions.states import FILLING, PlaceState, State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import StudySession

_LAST = select(func.max(Enrolment.applied_at)).where(Enrolment.study_session_id == bindparam("study_session"))


def apply(study_session_id: int, *, actor: Actor, now: datetime) -> PlaceState:
    """Apply for an open study session as the deputy; says whether there is a seat or a place in line.

    Raises:
        NotOpen: deputies do not apply for it, or not now.
        RecommendingOver: the last day for it has passed.
        AlreadyRecommended, NotInOffice, SeatClash: see `seats.wait`.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        mandate = own_mandate(session, study_session, actor)
        if not study_session.is_open or study_session.state is not State.RECOMMENDING or mandate is None:
            raise NotOpen(title=study_session.title)
        until = study_session.recommend_until
        if until is not None and local_date(now) > until:
            raise RecommendingOver(title=study_session.title, day=format_day(until))
        entrant = entrant_of(session, study_session, mandate.id)
        pool = pools.common_pool(session, study_session)
        applied_at = _turn(session, study_session, now)
        return seats.wait(session, study_session, pool, entrant, actor=actor, now=now, applied_at=applied_at).state


def withdraw_application(enrolment_id: int, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Take the own application back; a seat passes to who is next. A confirmed place is declined instead.

    Raises:
        AnswersClosed: it is too late.
        NotOpen: the unit recommended the deputy, so the unit takes it back.
        NotWithdrawable: the place is confirmed or was given up.
    """
    with transaction() as session:
        study_session, enrolment = seats.lock_of(session, enrolment_id)
        if not study_session.is_open:
            raise NotOpen(title=study_session.title)
        if study_session.state not in FILLING or local_date(now) >= study_session.starts_on:
            raise AnswersClosed(title=study_session.title)
        seats.leave(session, study_session, [enrolment], PlaceState.WITHDRAWN, actor=actor, now=now, reason=reason)


def _turn(session: Session, study_session: StudySession, now: datetime) -> datetime:
    """Who came first is settled by the lock and not by the clocks of web processes, so nobody gets in before another."""
    last = session.scalar(_LAST, {"study_session": study_session.id})
    return now if last is None else max(now, last)
