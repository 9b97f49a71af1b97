"""A course was withdrawn: those who had begun it are told, with the reason. What they completed stays theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, union

from lms.catalog.authoring.models import CourseWithdrawal
from lms.catalog.authoring.operations.withdrawal import COURSE_WITHDRAWN
from lms.catalog.models import Course, Lesson
from lms.core.events import subscribe
from lms.core.i18n import N_
from lms.learning.models import CourseCompletion, LessonCompletion, WatchedMedia
from lms.notices import Link, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.events import Event

WITHDRAWN = N_("The course “%(title)s” has been withdrawn.")
WITHDRAWN_DETAIL = N_("Reason given: %(reason)s. What you have completed stays in your record.")


@subscribe(COURSE_WITHDRAWN)
def tell_learners(session: Session, event: Event, now: datetime) -> None:
    """Tell each person who began the course, once."""
    withdrawal = session.get_one(CourseWithdrawal, event.payload["withdrawal_id"])
    course = session.get_one(Course, withdrawal.course_id)
    for person_id in _learners(session, course.id):
        tell(
            session,
            person_id=person_id,
            congress_id=course.congress_id,
            kind="learning.course_withdrawn",
            template=WITHDRAWN,
            detail=WITHDRAWN_DETAIL,
            params={"title": course.title, "reason": withdrawal.reason},
            link=Link("learning.index"),
            now=now,
        )


def _learners(session: Session, course_id: int) -> Sequence[int]:
    """The persons who watched something of a course, read a lesson of it, or completed it."""
    lessons = select(Lesson.id).where(Lesson.course_id == course_id)
    began = union(
        select(WatchedMedia.person_id).where(WatchedMedia.lesson_id.in_(lessons)),
        select(LessonCompletion.person_id).where(LessonCompletion.lesson_id.in_(lessons)),
        select(CourseCompletion.person_id).where(CourseCompletion.course_id == course_id),
    ).subquery()
    return session.scalars(select(began.c.person_id).order_by(began.c.person_id)).all()
