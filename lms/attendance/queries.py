"""Reading the days: the list of names with who was there when, and who completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.attendance.models import Completion
from lms.attendance.presence import ABSENT, Presence, presence_of
from lms.core.database import db
from lms.study_sessions.queries import on_the_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.models import ElectingBody
    from lms.study_sessions.models import Enrolment, StudySession


@dataclass(frozen=True)
class Participant:
    """A name on the list, and when it was signed in."""

    enrolment: Enrolment
    presence: Presence

    @property
    def body(self) -> ElectingBody:
        """The unit whose places the participant takes."""
        return self.enrolment.unit


def participants(study_session: StudySession) -> list[Participant]:
    """Everyone on the list: units in official order, inside by manual number and stroke order."""
    presence = presence_of(db.session(), study_session)
    return [Participant(each, presence.get(each.id, ABSENT)) for each in on_the_list(study_session)]


def completed(study_session: StudySession) -> Sequence[int]:
    """The enrolments of those who completed, once it is closed out."""
    return db.session.scalars(
        select(Completion.enrolment_id).where(Completion.study_session_id == study_session.id)
    ).all()
