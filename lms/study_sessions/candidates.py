"""Whom a unit can put forward for a study session, in the order in which it is asked to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.database import db
from lms.core.pages import Page, paginate
from lms.people.models import Congress, Mandate, MandateStatus, Person
from lms.people.queries import RosterFilter, deputies, is_called, list_order
from lms.records import tallies
from lms.records.models import RecordEntry
from lms.study_sessions.interests.models import Interest
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.seats.levels import coming_by
from lms.study_sessions.seats.priority import by_priority, class_of, staff_class, staff_trained_days, trained_as_staff
from lms.study_sessions.staff.models import StaffMember, StaffState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lms.study_sessions.states import Priority


@dataclass(frozen=True)
class Candidate:
    """A deputy in office, or of the unit's staff whom it can send. `congress` is that of a deputy of the congress below, for whom the unit stands; None for an own one.

    `elsewhere` is the study session that has the deputy on one of the days, "" if not ours; `this_year` is another one of
    the same year; `interest` is what the deputy told the unit, "" without a word.
    """

    mandate: Mandate | None
    priority: Priority
    trained_on: date | None
    elsewhere: str | None
    this_year: str | None
    interest: str | None = None
    congress: str | None = None
    staff_member: StaffMember | None = None

    @property
    def who(self) -> Mandate | StaffMember:
        """By what the person is put forward; both have a public id, a person and a post."""
        who = self.mandate or self.staff_member
        if who is None:
            raise ValueError("nobody is put forward by nothing")
        return who


def candidates(
    study_session: StudySession, body_id: int, *, text: str, taken: Sequence[Enrolment], number: int
) -> Page[Candidate]:
    """One page of the unit's deputies in office who are neither on the list nor waiting, in order of priority: newly elected
    grassroots deputies who were not yet trained this term first, those trained longest ago after all others. Of one class and
    day the congress's own come before those of the congress below.

    Args:
        text: a part of the name, pinyin, initials or the card number; empty narrows nothing.
        taken: who is on the list already.
        number: which page.
    """
    if study_session.is_for_staff:
        return _staff(study_session, body_id, text=text, taken=taken, number=number)
    wanted = RosterFilter(status=MandateStatus.IN_OFFICE, text=text)
    statement = deputies(wanted).where(Mandate.id.in_(coming_by(study_session, body_id))).order_by(None)
    here = [enrolment.person_id for enrolment in taken]
    trained = tallies.trained_days().subquery()
    statement = (
        statement.join(trained, trained.c.mandate_id == Mandate.id, isouter=True)
        .where(Mandate.person_id.not_in(here))
        .order_by(*by_priority(trained.c.trained_on), Mandate.congress_id != study_session.congress_id, *list_order())
    )
    page = paginate(statement, number=number)
    return replace(page, items=_described(study_session, page.items))


def _staff(
    study_session: StudySession, body_id: int, *, text: str, taken: Sequence[Enrolment], number: int
) -> Page[Candidate]:
    """The same of the unit's staff: who was not yet sent this term first, who was sent longest ago after them."""
    trained = staff_trained_days(study_session.term_id).subquery()
    statement = (
        select(StaffMember)
        .join(StaffMember.person)
        .join(trained, trained.c.person_id == StaffMember.person_id, isouter=True)
        .options(contains_eager(StaffMember.person))
        .where(
            StaffMember.electing_body_id == body_id,
            StaffMember.state == StaffState.ACTIVE,
            StaffMember.person_id.not_in([enrolment.person_id for enrolment in taken]),
        )
        .order_by(trained.c.trained_on.is_not(None), trained.c.trained_on, Person.sort_key, StaffMember.id)
    )
    page = paginate(statement.where(is_called(text)) if text.strip() else statement, number=number)
    people = [member.person_id for member in page.items]
    days = trained_as_staff(db.session(), people, study_session.term_id)
    elsewhere, this_year = _other_places(study_session, people)
    found = [
        Candidate(
            None,
            staff_class(days.get(each.person_id)),
            days.get(each.person_id),
            elsewhere.get(each.person_id),
            this_year.get(each.person_id),
            staff_member=each,
        )
        for each in page.items
    ]
    return Page(found, page.number, page.per_page, page.total)


def _described(study_session: StudySession, mandates: Sequence[Mandate]) -> list[Candidate]:
    """With what is known of them, asked for all at once."""
    elsewhere, this_year = _other_places(study_session, [mandate.person_id for mandate in mandates])
    known = _known(study_session, [mandate.id for mandate in mandates])
    congresses = _congresses_below(study_session, mandates)
    return [
        Candidate(
            each,
            class_of(each, known[each.id][0]),
            known[each.id][0],
            elsewhere.get(each.person_id),
            this_year.get(each.person_id),
            interest=known[each.id][1],
            congress=congresses.get(each.congress_id),
        )
        for each in mandates
    ]


def _congresses_below(study_session: StudySession, mandates: Sequence[Mandate]) -> Mapping[int, str]:
    """The names of the congresses below that some of them are deputies of; mostly there is none to ask for."""
    below = {each.congress_id for each in mandates} - {study_session.congress_id}
    if not below:
        return {}
    return dict(db.session.execute(select(Congress.id, Congress.name).where(Congress.id.in_(below))).all())


def of_this_year(study_session: StudySession, person_ids: Sequence[int]) -> Mapping[int, str]:
    """By person: another study session of the congress in the same year that they have a place in."""
    return _other_places(study_session, person_ids)[1]


def _known(study_session: StudySession, mandate_ids: Sequence[int]) -> Mapping[int, tuple[date | None, str | None]]:
    """By mandate: the last day of being trained, and what the deputy told the unit."""
    trained = tallies.trained_days().where(RecordEntry.mandate_id.in_(mandate_ids)).subquery()
    told = (Interest.mandate_id == Mandate.id) & (Interest.study_session_id == study_session.id)
    rows = db.session.execute(
        select(Mandate.id, trained.c.trained_on, Interest.note)
        .join(trained, trained.c.mandate_id == Mandate.id, isouter=True)
        .join(Interest, told, isouter=True)
        .where(Mandate.id.in_(mandate_ids))
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _other_places(
    study_session: StudySession, person_ids: Sequence[int]
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """By person: the study session that has them on one of the days ("" if not ours), and another one of the same year."""
    is_on_these_days = (StudySession.arrival_on <= study_session.ends_on) & (
        StudySession.ends_on >= study_session.arrival_on
    )
    is_ours = StudySession.congress_id == study_session.congress_id
    rows = db.session.execute(
        select(Enrolment.person_id, StudySession.title, is_on_these_days, is_ours)
        .join(StudySession, StudySession.id == Enrolment.study_session_id)
        .where(
            Enrolment.person_id.in_(person_ids),
            Enrolment.holds_seat,
            StudySession.id != study_session.id,
            is_on_these_days | (is_ours & (StudySession.year == study_session.year)),
        )
        # The last one stays: the earliest.
        .order_by(StudySession.starts_on.desc())
    ).all()
    elsewhere = {person_id: title if ours else "" for person_id, title, clashes, ours in rows if clashes}
    return elsewhere, {person_id: title for person_id, title, clashes, _ours in rows if not clashes}
