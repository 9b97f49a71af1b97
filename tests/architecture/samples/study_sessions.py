"""Samples of study sessions and of their attendance."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.core.database import db
from lms.people.models import ElectingBody, Mandate
from lms.study_sessions.models import ApportionmentRun, Enrolment, Quota, StudySession
from lms.study_sessions.states import State
from tests.architecture.samples.known import hebei, npc


def study_session() -> StudySession:
    """The one that the national congress's units recommend for."""
    return db.session.scalars(
        select(StudySession).where(StudySession.congress_id == npc(), StudySession.state == State.RECOMMENDING)
    ).one()


def _enrolment() -> Any:
    return db.session.scalars(
        select(Enrolment.public_id)
        .join(Mandate, Mandate.id == Enrolment.mandate_id)
        .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
        .where(Enrolment.study_session_id == study_session().id, ElectingBody.short_name == "河北")
    ).first()


def _quota() -> Any:
    return db.session.scalars(
        select(Quota.public_id)
        .join(Quota.electing_body)
        .where(Quota.study_session_id == study_session().id, ElectingBody.short_name == "河北")
    ).one()


def _of(table: Any) -> Any:
    return db.session.scalars(
        select(table.public_id).where(table.study_session_id == study_session().id).order_by(table.id)
    ).first()


SAMPLES: dict[str, Any] = {
    "coverage.body_id": hebei,
    "study_sessions.public_id": lambda: study_session().public_id,
    "enrolment_id": _enrolment,
    "quota_id": _quota,
    "study_sessions.run_id": lambda: _of(ApportionmentRun),
    "attendance.public_id": lambda: study_session().public_id,
    "day": lambda: study_session().starts_on,
}
