"""Study sessions for staff to test with, and the staff of units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.core.database import db
from lms.people.models import Term
from lms.study_sessions.staff.models import StaffMember
from lms.study_sessions.states import Audience
from tests.factories import NOW, make_electing_body, make_person, make_term, saved
from tests.study_sessions.making import make_quota, make_study_session

if TYPE_CHECKING:
    from lms.people.models import ElectingBody
    from lms.study_sessions.models import StudySession


def make_staff_member(body: ElectingBody, *, name: str | None = None, **given: Any) -> StaffMember:
    """Someone on the staff of a unit."""
    values: dict[str, Any] = {
        "congress_id": body.congress_id,
        "electing_body_id": body.id,
        "post": "处长",
        "added_at": NOW,
    }
    if "person_id" not in given:
        values["person_id"] = (make_person(name=name) if name else make_person()).id
    return saved(StaffMember(**values | given))


def make_staff_session(body: ElectingBody | None = None, *, places: int | None = 2, **given: Any) -> StudySession:
    """A study session for staff that is open for recommendations, with places for one unit."""
    body = body or make_electing_body(make_term())
    values = {"audience": Audience.STAFF, "title": "第1期工作人员学习班"} | given
    study_session = make_study_session(db.session.get_one(Term, body.term_id), **values)
    make_quota(study_session, body, places)
    return study_session
