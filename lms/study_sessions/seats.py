"""The boundary of seats: the only code that takes one or frees one.

Law (docs/concurrency.md): lock the study session's row, then count, then write. Locks are taken in one order: study
session, persons by id, mandate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import lock_row
from lms.study_sessions import seat_days
from lms.study_sessions.models import Enrolment, EnrolmentChange, Quota, StudySession
from lms.study_sessions.priority import priority_of
from lms.study_sessions.refusals import (
    AlreadyRecommended,
    NoQuota,
    NotWithdrawable,
    QuotaFull,
    StudySessionFull,
)
from lms.study_sessions.states import PLACE_MOVES, PlaceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import Mandate


# Built once: liaisons put their deputies forward in the same few days.
_HERE = select(Enrolment.id).where(
    Enrolment.study_session_id == bindparam("study_session"),
    Enrolment.person_id == bindparam("person"),
    Enrolment.holds_seat,
)
_IN_QUOTA = select(Quota.places, Quota.taken, Quota.seats_left).where(Quota.id == bindparam("quota"))
_IN_STUDY_SESSION = select(StudySession.places, StudySession.taken, StudySession.seats_left).where(
    StudySession.id == bindparam("study_session")
)


def lock(session: Session, study_session_id: int) -> StudySession:
    """The study session, locked: from here to the end of the transaction nobody else counts or writes its seats."""
    return lock_row(session, StudySession, study_session_id)


def lock_of(session: Session, enrolment_id: int) -> tuple[StudySession, Enrolment]:
    """The enrolment as it is under the lock of its study session."""
    study_session_id = session.scalars(select(Enrolment.study_session_id).where(Enrolment.id == enrolment_id)).one()
    study_session = lock(session, study_session_id)
    return study_session, session.get_one(Enrolment, enrolment_id, populate_existing=True)


def live(session: Session, study_session: StudySession) -> Sequence[Enrolment]:
    """Everyone who holds a seat, as it is under the lock."""
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.study_session_id == study_session.id, Enrolment.holds_seat)
        .order_by(Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()


def take(
    session: Session, study_session: StudySession, quota: Quota, mandate: Mandate, *, actor: Actor, now: datetime
) -> Enrolment:
    """Give the deputy a seat from the quota. The study session must be locked.

    Raises:
        AlreadyRecommended: the person holds a seat here.
        QuotaFull: the quota has none left.
        StudySessionFull: the study session has none left.
        SeatClash: the person holds a seat elsewhere on one of the days.
    """
    enrolment = _enrol(session, study_session, quota, mandate, actor=actor, now=now)
    seat_days.occupy(session, study_session, [enrolment])
    return enrolment


def substitute(
    session: Session,
    study_session: StudySession,
    leaving: Enrolment,
    mandate: Mandate,
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> Enrolment:
    """Give one person's seat to a deputy of the same quota. The study session must be locked.

    Both people are locked together, so that two study sessions that swap the same two wait for one another instead
    of locking each other out.

    Raises:
        NotWithdrawable: the seat was already given up.
        AlreadyRecommended: the person who comes holds a seat here.
        SeatClash: the person who comes holds a seat elsewhere on one of the days.
    """
    seat_days.lock_people(session, [leaving.person_id, mandate.person_id])
    _change(session, [leaving], PlaceState.SUBSTITUTED, actor=actor, now=now, reason=reason)
    coming = _enrol(session, study_session, leaving.quota, mandate, actor=actor, now=now)
    seat_days.vacate(session, [leaving])
    seat_days.occupy(session, study_session, [coming])
    return coming


def leave(
    session: Session,
    enrolments: Sequence[Enrolment],
    to: PlaceState,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Free the seats. Their study session must be locked.

    Raises:
        NotWithdrawable: one of them holds no seat that may move so.
    """
    _change(session, enrolments, to, actor=actor, now=now, reason=reason)
    seat_days.vacate(session, enrolments)


def confirm(session: Session, enrolments: Sequence[Enrolment], *, actor: Actor, now: datetime) -> None:
    """Confirm recommended people; their seats stay theirs. Their study session must be locked."""
    _change(session, enrolments, PlaceState.CONFIRMED, actor=actor, now=now)


def _enrol(
    session: Session, study_session: StudySession, quota: Quota, mandate: Mandate, *, actor: Actor, now: datetime
) -> Enrolment:
    already = AlreadyRecommended(name=mandate.person.name, title=study_session.title)
    if _is_here(session, study_session, mandate.person_id):
        raise already
    _must_have_room(session, study_session, quota, mandate)
    enrolment = Enrolment(
        study_session_id=study_session.id,
        quota_id=quota.id,
        person_id=mandate.person_id,
        mandate_id=mandate.id,
        state=PlaceState.RECOMMENDED,
        priority=priority_of(mandate),
        applied_at=now,
        recommended_by=actor.account_id,
    )
    session.add(enrolment)
    try:
        session.flush()
    except IntegrityError as error:
        raise already from error
    _note(session, enrolment, None, actor=actor, now=now)
    return enrolment


def _is_here(session: Session, study_session: StudySession, person_id: int) -> bool:
    return session.scalar(_HERE, {"study_session": study_session.id, "person": person_id}) is not None


def _must_have_room(session: Session, study_session: StudySession, quota: Quota, mandate: Mandate) -> None:
    """Count in statements of their own, after the lock: READ COMMITTED shows each what was committed before it."""
    places, taken, left = session.execute(_IN_QUOTA, {"quota": quota.id}).one()
    if places == 0:
        raise NoQuota(unit=mandate.electing_body.name, title=study_session.title)
    if left is not None and left <= 0:
        raise QuotaFull(unit=mandate.electing_body.name, places=places, taken=taken, name=mandate.person.name)
    places, taken, left = session.execute(_IN_STUDY_SESSION, {"study_session": study_session.id}).one()
    if left <= 0:
        raise StudySessionFull(places=places, taken=taken, title=study_session.title)


def _change(
    session: Session,
    enrolments: Iterable[Enrolment],
    to: PlaceState,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
) -> None:
    for enrolment in enrolments:
        before = enrolment.state
        if to not in PLACE_MOVES[before]:
            raise NotWithdrawable(name=enrolment.person.name)
        enrolment.state = to
        _note(session, enrolment, before, actor=actor, now=now, reason=reason)
    session.flush()


def _note(
    session: Session,
    enrolment: Enrolment,
    before: PlaceState | None,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Every change of an enrolment is history and audit, in the transaction of the change."""
    session.add(
        EnrolmentChange(
            enrolment_id=enrolment.id,
            from_state=before,
            to_state=enrolment.state,
            reason=reason,
            account_id=actor.account_id if actor else None,
            changed_at=now,
        )
    )
    audit.record(
        session,
        actor=actor,
        action=f"enrolment.{enrolment.state.value}",
        subject=("enrolment", enrolment.public_id),
        fields=("state",),
        now=now,
    )
