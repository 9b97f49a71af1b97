"""Which electing bodies a reader of coverage may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.people.models import ElectingBody

if TYPE_CHECKING:
    import uuid

    from lms.reports.known import Question


def electing_body(question: Question, public_id: uuid.UUID) -> ElectingBody:
    """A body of the question's term that its reader may see.

    Raises:
        NotFound: there is no such body, or it is not the reader's.
    """
    body = db.session.scalars(
        select(ElectingBody).where(ElectingBody.public_id == public_id, ElectingBody.term_id == question.term.id)
    ).one_or_none()
    if body is None or (question.bodies is not None and body.id not in question.bodies):
        raise NotFound
    return body
