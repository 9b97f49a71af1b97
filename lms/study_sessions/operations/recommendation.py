"""A unit puts its deputies forward, and changes its mind; the organizer sends one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.i18n import format_day
from lms.study_sessions import seats
from lms.study_sessions.models import Quota
from lms.study_sessions.refusals import (
    HasBegun,
    IsOpen,
    MoveNotAllowed,
    NoQuota,
    OfTheCommonPool,
    OtherUnit,
    RecommendingClosed,
    RecommendingOver,
    StopDayPassed,
)
from lms.study_sessions.seats.entrants import lock_entrant
from lms.study_sessions.states import OPEN, PlaceState, State

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import ElectingBody
    from lms.study_sessions.models import Enrolment, StudySession


_QUOTA = select(Quota).where(
    Quota.study_session_id == bindparam("study_session"), Quota.electing_body_id == bindparam("body")
)


def recommend(study_session_id: int, candidate_id: int, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Put someone forward within the quota of the electing body; returns the enrolment's public id.

    Args:
        candidate_id: see `entrants.lock_entrant`.

    Raises:
        RecommendingClosed, RecommendingOver: it is not the time for it.
        IsOpen: deputies apply themselves.
        NotInOffice, NotOnTheStaff: who is named has left.
        NoQuota: the electing body has no places here.
        AlreadyRecommended, QuotaFull, StudySessionFull, SeatClash: see `seats.take`.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        must_be_recommending(study_session, now)
        entrant = lock_entrant(session, study_session, candidate_id)
        quota = quota_of(session, study_session, entrant.unit)
        return seats.take(session, study_session, quota, entrant, actor=actor, now=now).public_id


def withdraw(enrolment_id: int, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Take a recommendation back, or a reserve out of line; a seat passes to who is next at once.

    Raises:
        RecommendingClosed, RecommendingOver: it is not the time for it; a reserve can always leave.
        NotWithdrawable: the seat is confirmed, or was given up.
    """
    with transaction() as session:
        study_session, enrolment = seats.lock_of(session, enrolment_id)
        if enrolment.state is not PlaceState.WAITING:
            must_be_recommending(study_session, now)
        seats.leave(session, study_session, [enrolment], PlaceState.WITHDRAWN, actor=actor, now=now, reason=reason)


def substitute(enrolment_id: int, candidate_id: int, *, actor: Actor, now: datetime, reason: str = "") -> uuid.UUID:
    """Put another of the same electing body in someone's place, in one act, so that a full quota stays full.

    On a confirmed list the substitute is confirmed at once, through the stop day.

    Raises:
        RecommendingClosed, RecommendingOver, StopDayPassed: it is not the time for it.
        OfTheCommonPool: the place is not the unit's to give.
        NotInOffice, NotOnTheStaff: the one who comes has left.
        OtherUnit: the two are of different electing bodies.
        NotWithdrawable, AlreadyRecommended, SeatClash: see `seats.substitute`.
    """
    with transaction() as session:
        study_session, leaving = seats.lock_of(session, enrolment_id)
        _must_be_substituting(study_session, leaving, now)
        coming = lock_entrant(session, study_session, candidate_id, beside=leaving.person_id)
        if coming.unit.id != leaving.quota.electing_body_id:
            raise OtherUnit
        return seats.substitute(session, study_session, leaving, coming, actor=actor, now=now, reason=reason).public_id


def return_place(enrolment_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Send a recommendation back to its unit, or free a confirmed place, before the study session begins.

    Raises:
        MoveNotAllowed: the study session is completed or called off.
        HasBegun: its first day has come.
        NotWithdrawable: the seat was given up.
    """
    with transaction() as session:
        study_session, enrolment = seats.lock_of(session, enrolment_id)
        if study_session.state not in OPEN:
            raise MoveNotAllowed(title=study_session.title)
        if local_date(now) >= study_session.starts_on:
            raise HasBegun(title=study_session.title)
        seats.leave(session, study_session, [enrolment], PlaceState.RETURNED, actor=actor, now=now, reason=reason)


def must_be_recommending(study_session: StudySession, now: datetime) -> None:
    """Refuse what a unit does while it recommends, before and after.

    Raises:
        IsOpen: deputies apply themselves.
        RecommendingClosed, RecommendingOver: it is not the time for it.
    """
    if study_session.is_open:
        raise IsOpen(title=study_session.title)
    if study_session.state is not State.RECOMMENDING:
        raise RecommendingClosed(title=study_session.title)
    until = study_session.recommend_until
    if until is not None and local_date(now) > until:
        raise RecommendingOver(title=study_session.title, day=format_day(until))


def _must_be_substituting(study_session: StudySession, leaving: Enrolment, now: datetime) -> None:
    if study_session.state is State.LIST_CONFIRMED and not study_session.is_open:
        if local_date(now) > study_session.stops_on:
            raise StopDayPassed(day=format_day(study_session.stops_on))
    else:
        must_be_recommending(study_session, now)
    if leaving.quota.electing_body_id is None:
        raise OfTheCommonPool(name=leaving.person.name)


def quota_of(session: Session, study_session: StudySession, unit: ElectingBody) -> Quota:
    """The pool of an electing body.

    Raises:
        NoQuota: it takes no part.
    """
    quota = session.scalars(_QUOTA, {"study_session": study_session.id, "body": unit.id}).one_or_none()
    if quota is None:
        raise NoQuota(unit=unit.name, title=study_session.title)
    return quota
