"""Fetching courses, lessons and media for an actor: what the actor must not see does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal, or_, select
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from lms.catalog.models import Course, CourseState, LegalBasis, Lesson
from lms.catalog.outline.models import Amendment, OutlineNode, present_version
from lms.core.blobs import Blob
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Row, Select

    from lms.catalog.models import Audience
    from lms.core.permissions import Actor


LAST = 1_000_000  # Behind every node of any outline.

# Built once: every page of a course and of a lesson asks.
_COURSE = select(Course).where(
    Course.congress_id == bindparam("congress"),
    Course.state.in_(bindparam("states", expanding=True)),
    Course.public_id == bindparam("public_id"),
)
_LESSONS = (
    select(Lesson)
    .where(Lesson.course_id == bindparam("course"), Lesson.is_current)
    .order_by(Lesson.position, Lesson.id)
)
_amended_on = (
    select(func.max(Amendment.amended_on))
    .where(
        Amendment.version_id == present_version(bindparam("congress")),
        Amendment.law == LegalBasis.title,
        Amendment.amended_on > LegalBasis.as_of,
    )
    .correlate(LegalBasis)
    .scalar_subquery()
)
_BASES = (
    select(LegalBasis.title, LegalBasis.articles, LegalBasis.as_of, _amended_on.label("amended_on"))
    .where(LegalBasis.course_id == bindparam("course"))
    .order_by(LegalBasis.position)
)


def may_see(actor: Actor) -> ColumnElement[bool]:
    """The courses of the actor's congress that are published; for editors, reviewers and approvers also the drafts."""
    return (Course.congress_id == actor.congress_id) & Course.state.in_(_states(actor))


def _states(actor: Actor) -> list[CourseState]:
    drafts = [CourseState.DRAFT] if actor.can(Permission.VIEW_DRAFT_COURSES) else []
    return [CourseState.PUBLISHED, *drafts]


def courses(
    actor: Actor, *, topic: str | None = None, nodes: Collection[str] | None = None, audience: Audience | None = None
) -> Select[Course]:
    """A statement of the courses that the actor may see, topic by topic in the order of the outline.

    Of one topic, on some nodes of the outline or for one audience, where these are given. A course that stands nowhere
    in the outline comes last.
    """
    in_outline = (OutlineNode.version_id == present_version(literal(actor.congress_id))) & (
        OutlineNode.key == Course.node_key
    )
    statement = (
        select(Course)
        .outerjoin(OutlineNode, in_outline)
        .where(may_see(actor))
        .order_by(func.coalesce(OutlineNode.position, LAST), Course.topic, Course.title, Course.id)
    )
    if topic:
        statement = statement.where(Course.topic == topic)
    if nodes is not None:
        statement = statement.where(Course.node_key.in_(nodes))
    return statement.where(Course.audience == audience) if audience else statement


def course(actor: Actor, public_id: uuid.UUID) -> Course:
    """One course with its lessons.

    Raises:
        NotFound: there is none that this actor may see.
    """
    found = db.session.scalar(
        _COURSE, {"congress": actor.congress_id, "states": _states(actor), "public_id": public_id}
    )
    if found is None:
        raise NotFound
    # What `selectinload` does, at a third of its price.
    set_committed_value(found, "lessons", db.session.scalars(_LESSONS, {"course": found.id}).all())
    return found


def bases(course: Course) -> Sequence[Row[*tuple[Any, ...]]]:
    """What a course rests on, in order: title, articles, the day of the wording, and when it was amended since, if ever."""
    return db.rows(_BASES, {"course": course.id, "congress": course.congress_id})


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
