"""Fetching courses, lessons and media for an actor: what the actor must not see does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, selectinload

from lms.catalog.models import Course, CourseState, Lesson
from lms.core.blobs import Blob
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import ColumnElement, Select

    from lms.core.permissions import Actor


def may_see(actor: Actor) -> ColumnElement[bool]:
    """The courses of the actor's congress that are published; for editors, reviewers and approvers also the drafts."""
    seen = [CourseState.PUBLISHED]
    if actor.can(Permission.VIEW_DRAFT_COURSES):
        seen.append(CourseState.DRAFT)
    return (Course.congress_id == actor.congress_id) & Course.state.in_(seen)


def courses(actor: Actor, *, topic: str | None = None) -> Select[Course]:
    """A statement of the courses that the actor may see, by topic and title."""
    statement = select(Course).where(may_see(actor)).order_by(Course.topic, Course.title, Course.id)
    return statement.where(Course.topic == topic) if topic else statement


def course(actor: Actor, public_id: uuid.UUID) -> Course:
    """One course with its lessons and what it rests on.

    Raises:
        NotFound: there is none that this actor may see.
    """
    statement = (
        select(Course)
        .where(may_see(actor), Course.public_id == public_id)
        .options(selectinload(Course.lessons), selectinload(Course.bases))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def lesson(actor: Actor, public_id: uuid.UUID) -> Lesson:
    """One lesson of the present version of a course that the actor may see, with the course.

    Raises:
        NotFound: there is none that this actor may see.
    """
    statement = (
        select(Lesson)
        .join(Lesson.course)
        .where(may_see(actor), Lesson.public_id == public_id, Lesson.is_current)
        .options(contains_eager(Lesson.course))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def lesson_of(course: Course, public_id: uuid.UUID) -> Lesson:
    """One of a course's present lessons.

    Raises:
        NotFound: the course has none of that id.
    """
    for each in course.lessons:
        if each.public_id == public_id:
            return each
    raise NotFound


def next_lesson(course: Course, lesson: Lesson) -> Lesson | None:
    """The lesson after this one; None after the last."""
    return next((each for each in course.lessons if each.position > lesson.position), None)


def media(actor: Actor, sha256: str) -> Blob:
    """A file that belongs to a lesson which the actor may see.

    Raises:
        NotFound: no such lesson has that file.
    """
    is_used = (
        select(Lesson.id)
        .join(Lesson.course)
        .where(may_see(actor), Lesson.is_current, or_(Lesson.media_sha256 == sha256, Lesson.captions_sha256 == sha256))
        .exists()
    )
    found = db.session.scalar(select(Blob).where(Blob.sha256 == sha256, is_used))
    if found is None:
        raise NotFound
    return found
