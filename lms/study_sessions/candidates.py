"""Whom a unit can put forward for a study session, in the order in which it is asked to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.core.pages import paginate
from lms.people.models import Mandate, MandateStatus
from lms.people.queries import RosterFilter, list_order, roster
from lms.study_sessions.models import Enrolment, SeatDay, StudySession
from lms.study_sessions.priority import by_priority, priority_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lms.core.pages import Page
    from lms.study_sessions.states import Priority


@dataclass(frozen=True)
class Candidate:
    """A deputy in office. `elsewhere` is the study session that has the deputy on one of the days, "" if not ours."""

    mandate: Mandate
    priority: Priority
    elsewhere: str | None


def candidates(
    study_session: StudySession, body_id: int, *, text: str, taken: Sequence[Enrolment], number: int
) -> Page[Candidate]:
    """One page of the unit's deputies in office who are not on the list: newly elected grassroots deputies first.

    Args:
        text: a part of the name, pinyin, initials or the card number; empty narrows nothing.
        taken: who is on the list already.
        number: which page.
    """
    wanted = RosterFilter(status=MandateStatus.IN_OFFICE, text=text)
    statement = roster(study_session.term, wanted, only=frozenset({body_id})).order_by(None)
    here = [enrolment.person_id for enrolment in taken]
    statement = statement.where(Mandate.person_id.not_in(here)).order_by(by_priority(), *list_order())
    page = paginate(statement, number=number)
    elsewhere = _elsewhere(study_session, page.items)
    return replace(
        page,
        items=[Candidate(each, priority_of(each), elsewhere.get(each.person_id)) for each in page.items],
    )


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
