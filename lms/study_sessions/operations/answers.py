"""The deputy's answer to a confirmed place, given by the deputy, or by the liaison in the deputy's stead (代办)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.clock import local_date
from lms.core.database import transaction
from lms.study_sessions import seats
from lms.study_sessions.refusals import AnswersClosed
from lms.study_sessions.states import PlaceState, State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import Enrolment, StudySession


def accept(enrolment_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that the deputy comes.

    Raises:
        AnswersClosed: the list is not confirmed, or the study session has begun.
        NotWithdrawable: the place was answered or given up before.
    """
    with transaction() as session:
        _study_session, enrolment = _asked(session, enrolment_id, now)
        is_for_deputy = _is_for_deputy(actor, enrolment)
        seats.accept(session, enrolment, actor=actor, now=now, is_for_deputy=is_for_deputy)


def decline(enrolment_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Say that the deputy does not come, before or after having accepted; the place passes to who is next.

    Raises:
        AnswersClosed, NotWithdrawable: as for `accept`.
    """
    with transaction() as session:
        study_session, enrolment = _asked(session, enrolment_id, now)
        seats.leave(
            session,
            study_session,
            [enrolment],
            PlaceState.DECLINED,
            actor=actor,
            now=now,
            reason=reason,
            is_for_deputy=_is_for_deputy(actor, enrolment),
        )


def _asked(session: Session, enrolment_id: int, now: datetime) -> tuple[StudySession, Enrolment]:
    study_session, enrolment = seats.lock_of(session, enrolment_id)
    has_begun = local_date(now) >= study_session.starts_on
    # A list that is open again keeps those it has confirmed, and they can answer.
    if study_session.state not in (State.LIST_CONFIRMED, State.RECOMMENDING) or has_begun:
        raise AnswersClosed(title=study_session.title)
    return study_session, enrolment


def _is_for_deputy(actor: Actor, enrolment: Enrolment) -> bool:
    return actor.acting_for is not None or actor.person_id != enrolment.person_id
