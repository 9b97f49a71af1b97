"""The lock of a study session, and who is there under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import lock_row
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.seats import seat_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, ColumnExpressionArgument
    from sqlalchemy.orm import Session


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
    return _now(session, study_session, Enrolment.holds_seat)


def standing(session: Session, study_session: StudySession, theirs: ColumnElement[bool]) -> Sequence[Enrolment]:
    """The seat or the place in line of one mandate or staff member, as it is under the lock; mostly one, or none."""
    return _now(session, study_session, theirs & Enrolment.stands)


def everyone(session: Session, study_session: StudySession) -> Sequence[Enrolment]:
    """Everyone who holds a seat or waits for one, as it is under the lock."""
    return _now(session, study_session, Enrolment.stands)


def lock_everyone(session: Session, study_session: StudySession) -> None:
    """Lock all who hold a seat or wait for one, at once: before it is asked who of them is free on other days."""
    seat_days.lock_people(session, [each.person_id for each in everyone(session, study_session)])


def _now(session: Session, study_session: StudySession, which: ColumnExpressionArgument[bool]) -> Sequence[Enrolment]:
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.study_session_id == study_session.id, which)
        .order_by(Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()
