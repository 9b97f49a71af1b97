"""Reading interests: for the liaison beside the candidates, and for the deputy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.people.models import Mandate
from lms.study_sessions.interests.models import Interest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lms.study_sessions.models import StudySession


def notes(study_session: StudySession, mandate_ids: Collection[int]) -> Mapping[int, str]:
    """What these deputies told their unit, by mandate; those who told nothing are left out."""
    rows = db.session.execute(
        select(Interest.mandate_id, Interest.note).where(
            Interest.study_session_id == study_session.id, Interest.mandate_id.in_(mandate_ids)
        )
    )
    return {row.mandate_id: row.note for row in rows}


def of_person(study_session: StudySession, person_id: int) -> Interest | None:
    """What a person told the unit of this study session."""
    return db.session.scalars(
        select(Interest)
        .join(Mandate, Mandate.id == Interest.mandate_id)
        .where(Interest.study_session_id == study_session.id, Mandate.person_id == person_id)
    ).first()
