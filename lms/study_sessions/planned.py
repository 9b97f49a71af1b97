"""The study sessions as planning knows them: on the calendar, in bookings, and in checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.i18n import gettext as _
from lms.planning.subjects import Source, Subject, register
from lms.study_sessions.labels import STATE
from lms.study_sessions.models import StudySession
from lms.study_sessions.states import State

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

SUBJECT = "study_session"

# How the line of a year draws each state (macros/year.html); the words beside it say the same.
SHAPES = {
    State.DRAFT: "plan",
    State.QUOTAS_OUT: "plan",
    State.RECOMMENDING: "plan",
    State.LIST_CONFIRMED: "now",
    State.COMPLETED: "done",
    State.CALLED_OFF: "off",
}


def between(session: Session, congress_id: int, first: date, last: date) -> Iterator[Subject]:
    """The congress's study sessions with a day between two days, arrival included."""
    rows = session.scalars(
        select(StudySession).where(
            StudySession.congress_id == congress_id,
            StudySession.arrival_on <= last,
            StudySession.ends_on >= first,
        )
    )
    return (subject_of(each) for each in rows)


def find(session: Session, congress_id: int, public_id: uuid.UUID) -> Subject | None:
    """One of the congress's study sessions."""
    found = session.scalar(
        select(StudySession).where(StudySession.public_id == public_id, StudySession.congress_id == congress_id)
    )
    return subject_of(found) if found else None


def subject_of(study_session: StudySession) -> Subject:
    """A study session as a subject."""
    return Subject(
        kind=SUBJECT,
        public_id=study_session.public_id,
        title=study_session.title,
        first_on=study_session.starts_on,
        last_on=study_session.ends_on,
        state=_(STATE[study_session.state][0]),
        shape=SHAPES[study_session.state],
    )


register(Source(SUBJECT, "study_sessions.show", between, find))
