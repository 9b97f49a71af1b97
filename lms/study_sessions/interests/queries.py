"""Reading the own interest; the liaison sees it beside the candidates (`candidates`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.people.models import Mandate
from lms.study_sessions.interests.models import Interest

if TYPE_CHECKING:
    from lms.study_sessions.models import StudySession


def of_person(study_session: StudySession, person_id: int) -> Interest | None:
    """What a person told the unit of this study session."""
    return db.session.scalars(
        select(Interest)
        .join(Mandate, Mandate.id == Interest.mandate_id)
        .where(Interest.study_session_id == study_session.id, Mandate.person_id == person_id)
    ).first()
