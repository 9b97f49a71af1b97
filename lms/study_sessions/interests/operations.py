"""Telling the unit of the wish to come, and taking it back. It takes no seat, so nothing is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import transaction
from lms.study_sessions.interests.models import Interest
from lms.study_sessions.models import Quota, StudySession
from lms.study_sessions.refusals import IsOpen, RecommendingClosed
from lms.study_sessions.seats.levels import own_mandate, unit_of
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import Mandate

TELLING = frozenset({State.QUOTAS_OUT, State.RECOMMENDING})


def tell_unit(study_session_id: int, note: str, *, actor: Actor, now: datetime) -> None:
    """Tell the own unit of the wish to come; told again, the newer word counts.

    Raises:
        IsOpen: the deputy can apply at once.
        RecommendingClosed: the unit does not recommend (any more), or takes no part.
    """
    with transaction() as session:
        study_session = session.get_one(StudySession, study_session_id)
        if study_session.is_open:
            raise IsOpen(title=study_session.title)
        mandate = _mandate(session, study_session, actor)
        if mandate is None or study_session.state not in TELLING:
            raise RecommendingClosed(title=study_session.title)
        told = _told(session, study_session, mandate)
        if told is None:
            told = Interest(study_session_id=study_session.id, mandate_id=mandate.id)
            session.add(told)
        told.note, told.told_at = note, now
        try:
            session.flush()
        except IntegrityError as error:  # Told twice at the same moment: the other one stands.
            raise RecommendingClosed(title=study_session.title) from error
        _record(session, study_session, "told", actor=actor, now=now)


def take_back(study_session_id: int, *, actor: Actor, now: datetime) -> None:
    """Take the wish back; where there is none, nothing changes."""
    with transaction() as session:
        study_session = session.get_one(StudySession, study_session_id)
        mandate = _mandate(session, study_session, actor)
        told = _told(session, study_session, mandate) if mandate else None
        if told is not None:
            session.delete(told)
            _record(session, study_session, "taken_back", actor=actor, now=now)


def _mandate(session: Session, study_session: StudySession, actor: Actor) -> Mandate | None:
    """The deputy's mandate in office, of a unit that takes part."""
    mandate = own_mandate(session, study_session, actor)
    if mandate is None:
        return None
    unit = unit_of(session, study_session, mandate)
    takes_part = select(Quota.id).where(Quota.study_session_id == study_session.id, Quota.electing_body_id == unit.id)
    return mandate if session.scalar(takes_part) is not None else None


def _told(session: Session, study_session: StudySession, mandate: Mandate) -> Interest | None:
    return session.scalars(
        select(Interest).where(Interest.study_session_id == study_session.id, Interest.mandate_id == mandate.id)
    ).one_or_none()


def _record(session: Session, study_session: StudySession, verb: str, *, actor: Actor, now: datetime) -> None:
    subject = ("study_session", study_session.public_id)
    audit.record(session, actor=actor, action=f"interest.{verb}", subject=subject, fields=("note",), now=now)
