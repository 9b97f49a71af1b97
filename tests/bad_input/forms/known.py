"""Who and what good forms are about, and what several of them say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.people.models import ElectingBody, Mandate
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.states import State

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
PAGE = {"page": "2"}


@dataclass(frozen=True)
class Good:
    """The fields of a form that would be accepted, and the objects that it is about where the usual ones will not do."""

    fields: dict[str, str]
    about: dict[str, Any] = field(default_factory=dict)


def day(days: int = 0) -> str:
    """The date so many days from today."""
    return (clock.today() + timedelta(days=days)).isoformat()


TIMES = {"as_at": day(), "known_at": f"{day(-1)}T10:00"}


def hebei() -> ElectingBody:
    """The unit of the liaison."""
    return db.session.scalars(select(ElectingBody).where(ElectingBody.short_name == "河北")).one()


def study_session(state: State) -> StudySession:
    """The demonstration year has one in each state."""
    return db.session.scalars(select(StudySession).where(StudySession.state == state).limit(1)).one()


def free_mandate() -> str:
    """A deputy of the liaison's unit who has no place in the study session that is recommended for."""
    taken = select(Enrolment.mandate_id).where(Enrolment.study_session_id == study_session(State.RECOMMENDING).id)
    wanted = select(Mandate.public_id).where(Mandate.electing_body_id == hebei().id, Mandate.id.not_in(taken))
    return str(db.session.scalars(wanted).first())
