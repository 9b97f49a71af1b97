"""Who was called up, for those who answer in their stead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.listing import enrolments, official_order
from lms.study_sessions.models import Enrolment
from lms.study_sessions.states import CALLED, PlaceState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

ANSWERABLE = CALLED | {PlaceState.DECLINED}
"""Who is asked for an answer, or has given one."""


def called_up(session: Session, study_session_id: int, bodies: frozenset[int] | None) -> Sequence[Enrolment]:
    """The people of some units (None: of all) whom a call-up ever told, each by the last place, in official order."""
    told = (
        select(CallUpNotice.enrolment_id)
        .join(CallUp, CallUp.id == CallUpNotice.call_up_id)
        .where(CallUp.study_session_id == study_session_id)
    )
    statement = (
        enrolments()
        .where(Enrolment.study_session_id == study_session_id, Enrolment.id.in_(told))
        .order_by(*official_order())
    )
    if bodies is not None:
        statement = statement.where(Enrolment.unit_id.in_(bodies))
    return list({each.person_id: each for each in session.scalars(statement)}.values())


def asked(session: Session, study_session_id: int, bodies: frozenset[int] | None) -> Sequence[Enrolment]:
    """Those of them who are asked for an answer, or have given one: the rows of the template."""
    return [each for each in called_up(session, study_session_id, bodies) if each.state in ANSWERABLE]
