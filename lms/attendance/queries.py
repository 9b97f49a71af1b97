"""Reading the days: the list of names with who was there when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.attendance.models import SignIn, StudySessionCompletion
from lms.people.models import ElectingBody, Mandate, Person
from lms.study_sessions.models import Enrolment
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.study_sessions.models import StudySession


@dataclass(frozen=True)
class Participant:
    """A name on the confirmed list, and the days on which it was signed in."""

    enrolment: Enrolment
    days: frozenset[date]

    @property
    def unit(self) -> str:
        """The short name of the electing body; empty for staff, who have no mandate."""
        mandate = self.enrolment.mandate
        return mandate.electing_body.short_name if mandate else ""

    def was_always_there(self, days: Sequence[date]) -> bool:
        """Whether the participant was signed in on each of the days."""
        return self.days.issuperset(days)


def participants(session: Session, study_session: StudySession) -> list[Participant]:
    """Everyone on the confirmed list: units in official order, inside by manual number and stroke order."""
    enrolments = (
        session.scalars(
            select(Enrolment)
            .join(Enrolment.person)
            .join(Enrolment.mandate, isouter=True)
            .join(Mandate.electing_body, isouter=True)
            .options(
                contains_eager(Enrolment.person),
                contains_eager(Enrolment.mandate).contains_eager(Mandate.electing_body),
            )
            .where(Enrolment.study_session_id == study_session.id, Enrolment.state == PlaceState.CONFIRMED)
            .order_by(
                ElectingBody.official_order.is_(None),
                ElectingBody.official_order,
                Mandate.manual_order.is_(None),
                Mandate.manual_order,
                Person.sort_key,
                Enrolment.id,
            )
        )
        .unique()
        .all()
    )
    days = _days_by_enrolment(session, study_session)
    return [Participant(each, frozenset(days.get(each.id, ()))) for each in enrolments]


def completions(session: Session, study_session: StudySession) -> Sequence[StudySessionCompletion]:
    """How it ended for each participant, once it is closed out."""
    return session.scalars(
        select(StudySessionCompletion)
        .where(StudySessionCompletion.study_session_id == study_session.id)
        .order_by(StudySessionCompletion.id)
    ).all()


def _days_by_enrolment(session: Session, study_session: StudySession) -> dict[int, set[date]]:
    days: dict[int, set[date]] = {}
    rows = session.execute(
        select(SignIn.enrolment_id, SignIn.day).where(SignIn.study_session_id == study_session.id)
    )
    for enrolment_id, day in rows:
        days.setdefault(enrolment_id, set()).add(day)
    return days
