"""Whom a unit can put forward for a study session, in the order in which it is asked to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.core.pages import paginate
from lms.people.models import Mandate, MandateStatus
from lms.people.queries import RosterFilter, list_order, roster
from lms.records import tallies
from lms.records.models import RecordEntry
from lms.study_sessions.interests.queries import notes
from lms.study_sessions.models import Enrolment, SeatDay, StudySession
from lms.study_sessions.priority import by_priority, class_of
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lms.core.pages import Page
    from lms.study_sessions.states import Priority


@dataclass(frozen=True)
class Candidate:
    """A deputy in office.

    `elsewhere` is the study session that has the deputy on one of the days, "" if not ours; `this_year` is another one of
    the same year; `interest` is what the deputy told the unit, "" without a word.
    """

    mandate: Mandate
    priority: Priority
    trained_on: date | None
    elsewhere: str | None
    this_year: str | None
    interest: str | None


def candidates(
    study_session: StudySession, body_id: int, *, text: str, taken: Sequence[Enrolment], number: int
) -> Page[Candidate]:
    """One page of the unit's deputies in office who are neither on the list nor waiting, in order of priority: newly elected
    grassroots deputies who were not yet trained this term first, those trained longest ago after all others.

    Args:
        text: a part of the name, pinyin, initials or the card number; empty narrows nothing.
        taken: who is on the list already.
        number: which page.
    """
    wanted = RosterFilter(status=MandateStatus.IN_OFFICE, text=text)
    statement = roster(study_session.term, wanted, only=frozenset({body_id})).order_by(None)
    here = [enrolment.person_id for enrolment in taken]
    trained = tallies.trained_days().subquery()
    statement = (
        statement.join(trained, trained.c.mandate_id == Mandate.id, isouter=True)
        .where(Mandate.person_id.not_in(here))
        .order_by(*by_priority(trained.c.trained_on), *list_order())
    )
    page = paginate(statement, number=number)
    return replace(page, items=_described(study_session, page.items))


def _described(study_session: StudySession, mandates: Sequence[Mandate]) -> list[Candidate]:
    """With what is known of them, asked for all at once."""
    elsewhere, this_year = _elsewhere(study_session, mandates), of_this_year(study_session, mandates)
    ids = [mandate.id for mandate in mandates]
    days = tallies.trained_days().where(RecordEntry.mandate_id.in_(ids))
    trained_on = {row[0]: row[1] for row in db.session.execute(days)}
    interests = notes(study_session, ids)
    return [
        Candidate(
            each,
            class_of(each, trained_on.get(each.id)),
            trained_on.get(each.id),
            elsewhere.get(each.person_id),
            this_year.get(each.person_id),
            interests.get(each.id),
        )
        for each in mandates
    ]


def of_this_year(study_session: StudySession, mandates: Sequence[Mandate]) -> Mapping[int, str]:
    """Another study session of the congress in the same year that a person has a place in."""
    rows = db.session.execute(
        select(Enrolment.person_id, StudySession.title)
        .join(StudySession, StudySession.id == Enrolment.study_session_id)
        .where(
            Enrolment.person_id.in_([mandate.person_id for mandate in mandates]),
            Enrolment.holds_seat,
            StudySession.congress_id == study_session.congress_id,
            StudySession.year == study_session.year,
            StudySession.id != study_session.id,
            StudySession.state != State.CALLED_OFF,
        )
        .order_by(StudySession.starts_on.desc())
    )
    return {row.person_id: row.title for row in rows}


def _elsewhere(study_session: StudySession, mandates: Sequence[Mandate]) -> Mapping[int, str]:
    """Which other study session has a person on one of the days; another congress's is not named."""
    rows = db.session.execute(
        select(SeatDay.person_id, StudySession.title, StudySession.congress_id)
        .join(Enrolment, Enrolment.id == SeatDay.enrolment_id)
        .join(StudySession, StudySession.id == Enrolment.study_session_id)
        .where(
            SeatDay.person_id.in_([mandate.person_id for mandate in mandates]),
            SeatDay.day.in_(study_session.seat_days),
            StudySession.id != study_session.id,
        )
        # The last one stays: that of the earliest day.
        .order_by(SeatDay.day.desc())
    )
    return {
        person_id: title if congress_id == study_session.congress_id else "" for person_id, title, congress_id in rows
    }
