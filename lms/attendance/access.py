"""Which study sessions an actor may run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.study_sessions.models import StudySession

if TYPE_CHECKING:
    import uuid

    from lms.core.permissions import Actor


def study_session(actor: Actor, public_id: uuid.UUID) -> StudySession:
    """A study session of the actor's congress.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(
        select(StudySession).where(StudySession.public_id == public_id, StudySession.congress_id == actor.congress_id)
    )
    if found is None:
        raise NotFound
    return found
