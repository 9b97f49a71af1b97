"""A liaison recommends one deputy after another, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from lms.core.database import db, transaction
from lms.people.models import ElectingBody, Mandate, MandateStatus
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.states import State
from tests.benchmarks.browsers import browser
from tests.benchmarks.measure import PAGE, Case

if TYPE_CHECKING:
    from flask import Flask

UNIT = "河北"


def make_room() -> None:
    """Before the two databases part: places enough for a unit to recommend all its deputies, one a round."""
    with transaction() as session:
        study_session = session.scalars(select(StudySession).where(StudySession.state == State.RECOMMENDING)).one()
        study_session.places = 5000
        session.execute(update(Quota).where(Quota.study_session_id == study_session.id).values(places=140))


def case(app: Flask) -> Case:
    """Each round recommends the next deputy of the liaison's unit."""
    liaison, token = browser(app, "liaison")
    study_session = db.session.scalars(select(StudySession).where(StudySession.state == State.RECOMMENDING)).one()
    body = db.session.scalars(select(ElectingBody).where(ElectingBody.short_name == UNIT)).one()
    already = select(Enrolment.mandate_id).where(Enrolment.study_session_id == study_session.id)
    deputies = iter(
        db.session.scalars(
            select(Mandate.public_id)
            .where(
                Mandate.electing_body_id == body.id,
                Mandate.status == MandateStatus.IN_OFFICE,
                Mandate.id.not_in(already),
            )
            .order_by(Mandate.id.desc())
        ).all()
    )
    path = f"/study-sessions/{study_session.public_id}/recommendation"

    def recommend() -> dict[str, Any]:
        return {"path": path, "method": "POST", "data": {"mandate": str(next(deputies))}, "headers": token}

    return Case("recommendation", liaison, recommend, PAGE, most_statements=20)
