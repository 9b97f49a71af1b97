"""News from below: a new mandate is told of its induction package, and who asks for a course that it was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.authoring.models import CourseWithdrawal
from lms.catalog.authoring.operations.withdrawal import COURSE_WITHDRAWN
from lms.catalog.models import Course
from lms.core import events
from lms.core.clock import local_date
from lms.learning.required.models import RequiredCourse
from lms.learning.required.telling import studies_in_force, tell_organizer, welcome
from lms.people.models import Mandate
from lms.people.roster.writing import MANDATES_ELECTED

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.events import Event


@events.subscribe(MANDATES_ELECTED)
def welcome_new_mandates(session: Session, event: Event, now: datetime) -> None:
    """Tell each of the new deputies of the induction packages in force; heard twice, it tells nobody again."""
    mandate_ids = set(event.payload["mandate_ids"])
    if not mandate_ids:
        return
    term_id = session.scalar(select(Mandate.term_id).where(Mandate.id == min(mandate_ids)))
    for study in studies_in_force(session, on=local_date(now)):
        if study.is_induction and study.term_id == term_id:
            welcome(session, study, mandate_ids, now=now)


@events.subscribe(COURSE_WITHDRAWN)
def tell_who_asks(session: Session, event: Event, now: datetime) -> None:
    """Tell the organizer of each study in force that asks for the course: by its rule it asks for it no more."""
    course = session.get_one(Course, session.get_one(CourseWithdrawal, event.payload["withdrawal_id"]).course_id)
    asking = set(session.scalars(select(RequiredCourse.required_study_id).where(RequiredCourse.course_id == course.id)))
    for study in studies_in_force(session, on=local_date(now)):
        if study.id in asking:
            tell_organizer(session, study, course, now=now)
