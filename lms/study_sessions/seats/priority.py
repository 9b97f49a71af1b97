"""In which class someone is put forward: for one, and as an order of lists. The two say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import case, func, literal, select

from lms.people.models import Mandate
from lms.records import tallies
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.states import Priority, State

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from lms.study_sessions.seats.entrants import Entrant


class Elected(Protocol):
    """What is known of a deputy: a mandate, or a report's line as at a day."""

    @property
    def is_newly_elected(self) -> bool:
        """Elected for the first time this term."""

    @property
    def is_grassroots(self) -> bool:
        """From the grassroots."""


def priority_of(session: Session, entrant: Entrant) -> Priority:
    """The class of an entrant, for a deputy as the record stands now."""
    if entrant.mandate is None:
        return staff_class(trained_as_staff(session, [entrant.person_id], entrant.unit.term_id).get(entrant.person_id))
    return class_of(entrant.mandate, tallies.last_trained(session, entrant.mandate.id))


def class_of(deputy: Elected, trained_on: date | None) -> Priority:
    """Who was trained this term comes last; of the others the newly elected from the grassroots, then the newly elected."""
    if trained_on is not None:
        return Priority.TRAINED
    if not deputy.is_newly_elected:
        return Priority.NOT_YET_TRAINED
    return Priority.NEW_GRASSROOTS if deputy.is_grassroots else Priority.NEW


def by_priority(trained_on: ColumnElement[date | None]) -> tuple[ColumnElement[int], ColumnElement[date | None]]:
    """The same as an order of mandates; among the trained, who was trained longest ago comes first."""
    classes = case(
        (trained_on.is_not(None), literal(Priority.TRAINED.value)),
        (Mandate.is_newly_elected.is_(False), literal(Priority.NOT_YET_TRAINED.value)),
        (Mandate.is_grassroots.is_(True), literal(Priority.NEW_GRASSROOTS.value)),
        else_=literal(Priority.NEW.value),
    )
    return classes, trained_on


def staff_class(trained_on: date | None) -> Priority:
    """Of staff, too, who was trained this term comes last; there are no other classes."""
    return Priority.NOT_YET_TRAINED if trained_on is None else Priority.TRAINED


def staff_trained_days(term_id: int) -> Select[int, date]:
    """By person, the last day of a study session for staff, of one term, that the person had a place in when it was closed
    out. Staff have no record that could tell.
    """
    return (
        select(Enrolment.person_id, func.max(StudySession.ends_on).label("trained_on"))
        .join(StudySession, StudySession.id == Enrolment.study_session_id)
        .where(
            StudySession.term_id == term_id,
            StudySession.state == State.COMPLETED,
            Enrolment.staff_member_id.is_not(None),
            Enrolment.holds_seat,
        )
        .group_by(Enrolment.person_id)
    )


def trained_as_staff(session: Session, person_ids: Collection[int], term_id: int) -> Mapping[int, date]:
    """The same for some people; who had none is left out."""
    rows = session.execute(staff_trained_days(term_id).where(Enrolment.person_id.in_(person_ids)))
    return dict(rows.all())
