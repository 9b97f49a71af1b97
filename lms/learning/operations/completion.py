"""Completing a lesson, and with the last one the course. Everything here runs in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from lms.catalog.models import Course, CourseState, Lesson
from lms.catalog.operations import COURSE_CHANGED
from lms.core import clock, events
from lms.core.upsert import insert_into
from lms.learning.models import CourseCompletion, LessonCompletion
from lms.people.models import Person
from lms.records.posting import Fact, post_for_person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.database import Base
    from lms.learning.models import Way

ENTRY_KIND = "course_completion"
SOURCE = "course"
"""How the source key of such an entry begins; the course's UUID follows."""


def complete_lesson(
    session: Session, *, person_id: int, lesson_id: int, way: Way, now: datetime, on: date | None = None
) -> bool:
    """Note once that a person completed a lesson, and the course if that was the last one.

    The person's row is locked first: of two lessons completed at the same moment one must see the other, else
    nobody would complete the course.

    Args:
        session: the caller's.
        person_id: whose.
        lesson_id: which.
        way: how it was taken.
        now: when it is recorded.
        on: the day on which it was completed, if that is not the day of `now`: a group viewing is confirmed later.

    Returns:
        Whether this completed the course.
    """
    lock_people(session, [person_id])
    course = session.scalars(
        select(Course).join(Lesson, Lesson.course_id == Course.id).where(Lesson.id == lesson_id)
    ).one()
    is_new = _insert_once(
        session,
        LessonCompletion,
        person_id=person_id,
        lesson_id=lesson_id,
        course_version=course.version,
        way=way,
        effective_on=on or clock.local_date(now),
        recorded_at=now,
    )
    return is_new and _complete_course(session, person_id=person_id, course=course, now=now)


@events.subscribe(COURSE_CHANGED)
def complete_shortened_course(session: Session, event: events.Event, now: datetime) -> None:
    """A lesson was dropped: those who had only that one left have completed the course."""
    course = session.get_one(Course, event.payload["course_id"])
    if course.state is not CourseState.PUBLISHED:
        return
    lessons = _current_lessons(course.id)
    already = select(CourseCompletion.person_id).where(CourseCompletion.course_id == course.id)
    people = session.scalars(
        select(LessonCompletion.person_id)
        .where(LessonCompletion.lesson_id.in_(lessons), LessonCompletion.person_id.not_in(already))
        .group_by(LessonCompletion.person_id)
        .having(func.count() == select(func.count()).select_from(lessons.subquery()).scalar_subquery())
        .order_by(LessonCompletion.person_id)
    ).all()
    for person_id in people:
        lock_people(session, [person_id])
        _complete_course(session, person_id=person_id, course=course, now=now, on=clock.local_date(now))


def lock_people(session: Session, person_ids: Collection[int]) -> None:
    """Let nobody else complete anything for these people before the transaction ends; the lowest number is locked first."""
    # FOR NO KEY UPDATE: it excludes others who complete something for this person, but not the foreign keys of rows
    # that are just being written for them, which would be a deadlock. The lease, if any, was locked before.
    statement = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    session.execute(statement.with_for_update(key_share=True))


def _complete_course(
    session: Session, *, person_id: int, course: Course, now: datetime, on: date | None = None
) -> bool:
    """Note that every lesson is complete: on the day of the last of them, unless `on` says another."""
    completed = select(LessonCompletion.lesson_id).where(LessonCompletion.person_id == person_id)
    missing = _current_lessons(course.id).where(Lesson.id.not_in(completed))
    if session.scalar(select(missing.exists())):
        return False
    on = on or _last_day(session, person_id, course.id)
    is_new = _insert_once(
        session,
        CourseCompletion,
        person_id=person_id,
        course_id=course.id,
        course_version=course.version,
        effective_on=on,
        recorded_at=now,
    )
    if is_new:
        fact = Fact(
            kind=ENTRY_KIND,
            occurred_on=on,
            source_key=f"{SOURCE}:{course.public_id}",
            payload={"course": course.key, "version": course.version, "title": course.title},
        )
        post_for_person(session, person_id=person_id, fact=fact, now=now)
    return is_new


def _last_day(session: Session, person_id: int, course_id: int) -> date:
    """The day of the last lesson: a viewing of an earlier day does not make a course complete before its other lessons."""
    return session.scalars(
        select(func.max(LessonCompletion.effective_on)).where(
            LessonCompletion.person_id == person_id, LessonCompletion.lesson_id.in_(_current_lessons(course_id))
        )
    ).one()


def _current_lessons(course_id: int) -> Any:
    return select(Lesson.id).where(Lesson.course_id == course_id, Lesson.is_current)


def _insert_once(session: Session, model: type[Base], **values: object) -> bool:
    statement = insert_into(session, model).values(values).on_conflict_do_nothing().returning(model.__table__.c.id)
    return session.execute(statement).first() is not None
