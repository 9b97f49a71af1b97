"""Signing participants in by name, taking it back, and excusing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms import audit
from lms.attendance.models import PresenceException, SignIn
from lms.attendance.presence import ABSENT, presence_of
from lms.attendance.refusals import DayToCome, NotAStudyDay, NotOnTheList, SignInClosed
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.i18n import format_day
from lms.study_sessions import seats
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import Enrolment, StudySession


def sign_in(
    study_session_id: int,
    day: date,
    enrolment_ids: Collection[int],
    *,
    taken_back: Collection[int] = (),
    actor: Actor,
    now: datetime,
) -> None:
    """Mark participants present on a day, and take mistaken marks back; every row stays.

    Only what changed is told, so that two people at two tables do not undo each other's marks; what is so already is
    left as it is.

    Raises:
        SignInClosed: the list is not confirmed, or the study session is closed out.
        NotAStudyDay, DayToCome: it is not a day to sign in for.
        NotOnTheList: one of them has left the list.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        _must_be_open(study_session)
        _must_be_a_day(study_session, day, now)
        listed = _must_be_listed(session, study_session, {*enrolment_ids, *taken_back})
        presence = presence_of(session, study_session)
        for enrolment in listed:
            is_marked = day in presence.get(enrolment.id, ABSENT).days
            is_present = enrolment.id in enrolment_ids
            if is_marked is not is_present:
                _mark(session, enrolment, day, is_present=is_present, actor=actor, now=now)


def excuse(enrolment_id: int, reason: str, *, is_excused: bool = True, actor: Actor, now: datetime) -> None:
    """Let someone complete without having been there every day, with the reason; or no longer.

    Raises:
        SignInClosed, NotOnTheList: as for `sign_in`.
    """
    with transaction() as session:
        study_session, enrolment = seats.lock_of(session, enrolment_id)
        _must_be_open(study_session)
        _must_be_listed(session, study_session, [enrolment_id])
        session.add(
            PresenceException(
                enrolment_id=enrolment.id,
                is_excused=is_excused,
                reason=reason,
                account_id=actor.account_id,
                recorded_at=now,
            )
        )
        verb = "excused" if is_excused else "no_longer_excused"
        subject = ("enrolment", enrolment.public_id)
        audit.record(session, actor=actor, action=f"presence.{verb}", subject=subject, fields=("reason",), now=now)


def _must_be_open(study_session: StudySession) -> None:
    if study_session.state is not State.LIST_CONFIRMED:
        raise SignInClosed(title=study_session.title)


def _must_be_a_day(study_session: StudySession, day: date, now: datetime) -> None:
    if day not in study_session.study_days:
        raise NotAStudyDay(day=format_day(day), title=study_session.title)
    if day > local_date(now):
        raise DayToCome(day=format_day(day))


def _must_be_listed(session: Session, study_session: StudySession, enrolment_ids: Collection[int]) -> list[Enrolment]:
    listed = [each for each in seats.live(session, study_session) if each.id in enrolment_ids]
    if len(listed) < len(set(enrolment_ids)):
        raise NotOnTheList(title=study_session.title)
    return listed


def _mark(session: Session, enrolment: Enrolment, day: date, *, is_present: bool, actor: Actor, now: datetime) -> None:
    session.add(
        SignIn(enrolment_id=enrolment.id, day=day, is_present=is_present, account_id=actor.account_id, recorded_at=now)
    )
    action = "sign_in.recorded" if is_present else "sign_in.taken_back"
    subject = ("enrolment", enrolment.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, fields=("day",), now=now)
