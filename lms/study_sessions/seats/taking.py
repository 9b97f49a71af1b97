"""Taking seats: by who is put forward, in somebody's place, or by standing in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from lms.core.clock import local_date
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.refusals import (
    AlreadyRecommended,
    NoQuota,
    QuotaFull,
    StudySessionFull,
)
from lms.study_sessions.seats import changes, filling, seat_days
from lms.study_sessions.seats.priority import priority_of
from lms.study_sessions.sharing.grassroots import FreePlacesHeld, open_to_others
from lms.study_sessions.states import PlaceState, State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.seats.entrants import Entrant

# Built once: liaisons put their deputies forward in the same few days.
_HERE = select(Enrolment.id).where(
    Enrolment.study_session_id == bindparam("study_session"),
    Enrolment.person_id == bindparam("person"),
    Enrolment.stands,
)
_ROOM = (
    select(Quota.places, Quota.taken, StudySession.places, StudySession.taken)
    .join(StudySession, StudySession.id == Quota.study_session_id)
    .where(Quota.id == bindparam("quota"))
)


def take(
    session: Session, study_session: StudySession, quota: Quota, entrant: Entrant, *, actor: Actor, now: datetime
) -> Enrolment:
    """Give the entrant a seat from the quota. The study session must be locked.

    Raises:
        AlreadyRecommended: the person holds a seat here.
        QuotaFull: the quota has none left.
        FreePlacesHeld: what it has left is held for deputies from the grassroots.
        StudySessionFull: the study session has none left.
        SeatClash: the person holds a seat elsewhere on one of the days.
    """
    enrolment = _enrol(session, study_session, quota, entrant, actor=actor, now=now)
    seat_days.occupy(session, study_session, [enrolment])
    return enrolment


def substitute(
    session: Session,
    study_session: StudySession,
    leaving: Enrolment,
    entrant: Entrant,
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> Enrolment:
    """Give one person's seat to an entrant of the same quota. The study session must be locked.

    Both people are locked together, so that two study sessions that swap the same two wait for one another instead
    of locking each other out.

    Raises:
        NotWithdrawable: the seat was already given up.
        AlreadyRecommended: the person who comes holds a seat here.
        FreePlacesHeld: the seat is held for deputies from the grassroots.
        SeatClash: the person who comes holds a seat elsewhere on one of the days.
    """
    seat_days.lock_people(session, [leaving.person_id, entrant.person_id])
    changes.change(session, [leaving], PlaceState.SUBSTITUTED, actor=actor, now=now, reason=reason)
    coming = _enrol(session, study_session, leaving.quota, entrant, actor=actor, now=now)
    seat_days.vacate(session, [leaving])
    seat_days.occupy(session, study_session, [coming])
    return coming


def wait(
    session: Session,
    study_session: StudySession,
    quota: Quota,
    entrant: Entrant,
    *,
    actor: Actor,
    now: datetime,
    applied_at: datetime,
    rank: int | None = None,
) -> Enrolment:
    """Put the entrant in line; where a place is free for who is next, it is taken at once. The study session must be locked.

    Raises:
        AlreadyRecommended: the person holds a seat here or waits for one.
        NotInOffice, NotOnTheStaff, SeatClash: see `filling.fill`.
    """
    state = PlaceState.WAITING
    coming = _add(session, study_session, quota, entrant, state, applied_at=applied_at, rank=rank, actor=actor, now=now)
    filling.fill(session, study_session, coming=[coming], now=now)
    return coming


def _enrol(
    session: Session, study_session: StudySession, quota: Quota, entrant: Entrant, *, actor: Actor, now: datetime
) -> Enrolment:
    """A seat at once: on a confirmed list a confirmed one."""
    _must_have_room(session, study_session, quota, entrant, now=now)
    is_confirmed = study_session.state is State.LIST_CONFIRMED
    state = PlaceState.CONFIRMED if is_confirmed else PlaceState.RECOMMENDED
    return _add(session, study_session, quota, entrant, state, applied_at=now, actor=actor, now=now)


def _add(
    session: Session,
    study_session: StudySession,
    quota: Quota,
    entrant: Entrant,
    state: PlaceState,
    *,
    applied_at: datetime,
    rank: int | None = None,
    actor: Actor,
    now: datetime,
) -> Enrolment:
    _must_not_be_here(session, study_session, entrant)
    enrolment = Enrolment(
        study_session_id=study_session.id,
        quota_id=quota.id,
        person_id=entrant.person_id,
        unit_id=entrant.unit.id,
        mandate_id=entrant.mandate.id if entrant.mandate else None,
        staff_member_id=entrant.staff_member_id,
        state=state,
        priority=priority_of(session, entrant),
        applied_at=applied_at,
        recommended_by=actor.account_id,
        rank=rank,
    )
    already = AlreadyRecommended(name=entrant.name, title=study_session.title)
    session.add(enrolment)
    try:
        session.flush()
    except IntegrityError as error:
        raise already from error
    changes.note(session, enrolment, None, actor=actor, now=now)
    return enrolment


def _must_not_be_here(session: Session, study_session: StudySession, entrant: Entrant) -> None:
    if session.scalar(_HERE, {"study_session": study_session.id, "person": entrant.person_id}) is not None:
        raise AlreadyRecommended(name=entrant.name, title=study_session.title)


def _must_have_room(
    session: Session, study_session: StudySession, quota: Quota, entrant: Entrant, *, now: datetime
) -> None:
    """Count in a statement of its own, after the lock: READ COMMITTED shows it what was committed before it."""
    places, taken, all_places, all_taken = session.execute(_ROOM, {"quota": quota.id}).one()
    if places == 0:
        raise NoQuota(unit=entrant.unit.name, title=study_session.title)
    if places is not None and taken >= places:
        raise QuotaFull(unit=entrant.unit.name, places=places, taken=taken, name=entrant.name)
    if not entrant.is_grassroots and open_to_others(session, study_session, quota, today=local_date(now)) == 0:
        raise FreePlacesHeld(unit=entrant.unit.name, name=entrant.name)
    if all_taken >= all_places:
        raise StudySessionFull(places=all_places, taken=all_taken, title=study_session.title)
