"""What quotas are computed by: a weight for each electing body of the study session's term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.people.models import ElectingBody, Mandate
from lms.people.office import in_office
from lms.study_sessions.states import Basis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.study_sessions.models import StudySession


def bodies_in_order(session: Session, study_session: StudySession) -> Sequence[ElectingBody]:
    """The electing bodies of the term, in official order: there is no other order of units."""
    return session.scalars(
        select(ElectingBody).where(ElectingBody.term_id == study_session.term_id).order_by(ElectingBody.official_order)
    ).all()


def weights(session: Session, study_session: StudySession, basis: Basis, *, as_at: date | None) -> Mapping[int, int]:
    """The weight of every electing body: its plan seats, or its deputies in office (实有) on a day."""
    bodies = bodies_in_order(session, study_session)
    if basis is Basis.PLAN_SEATS:
        return {body.id: body.plan_seats for body in bodies}
    if as_at is None:
        raise ValueError("deputies in office are counted on a day")
    counted = in_office_by_body(session, study_session, as_at)
    return {body.id: counted.get(body.id, 0) for body in bodies}


def in_office_by_body(session: Session, study_session: StudySession, as_at: date) -> Mapping[int, int]:
    """How many deputies of each electing body were in office on a day; a body with none is left out."""
    counted = session.execute(
        select(Mandate.electing_body_id, func.count())
        .where(
            Mandate.term_id == study_session.term_id,
            Mandate.id.in_(in_office(as_at, congress_id=study_session.congress_id)),
        )
        .group_by(Mandate.electing_body_id)
    )
    return dict(counted.all())
