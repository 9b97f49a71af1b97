"""What a person has done in courses, for pages. Whoever is no person has done nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select, union_all

from lms.catalog.access import courses, may_see
from lms.catalog.models import Course, Lesson, LessonKind
from lms.core.database import db
from lms.core.pages import Page, paginate
from lms.learning.evidence import CompletionRule
from lms.learning.models import CourseCompletion, LessonCompletion, WatchedMedia
from lms.learning.watched_seconds import from_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from lms.core.permissions import Actor

NOBODY = 0  # No person has this id.


@dataclass(frozen=True, slots=True)
class Card:
    """A course in the list: what it takes, and how far the person has come."""

    course: Course
    lessons: int
    videos: int
    minutes: int
    done: int
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person has come in one course."""

    done: frozenset[int] = frozenset()  # Ids of completed lessons.
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """What a person has watched of a lesson's video, as bits, where they stopped, and what completes it."""

    seconds: int
    position: int
    total: int
    rule: CompletionRule = field(default=CompletionRule())

    @property
    def count(self) -> int:
        """Watched seconds."""
        return self.seconds.bit_count()

    @property
    def needed(self) -> int:
        """How many seconds complete the lesson."""
        return self.rule.needed(self.total)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a person can go on: the lesson, and the second for a video that was begun."""

    course: Course
    lesson: Lesson
    position: int


def topics(actor: Actor) -> list[str]:
    """The topics of the courses that the actor may see."""
    return list(db.session.scalars(select(Course.topic).where(may_see(actor)).distinct().order_by(Course.topic)))


def cards(actor: Actor, *, topic: str | None, number: int) -> Page[Card]:
    """One page of the list of courses."""
    page = paginate(courses(actor, topic=topic), number=number)
    shape = _shapes([course.id for course in page.items], actor.person_id or NOBODY)
    items = [Card(course, *shape.get(course.id, (0, 0, 0, 0, None))) for course in page.items]
    return Page(items, page.number, page.per_page, page.total)


def _shapes(ids: Collection[int], person_id: int) -> Mapping[int, tuple[int, int, int, int, date | None]]:
    rows = db.session.execute(
        select(
            Lesson.course_id,
            func.count(Lesson.id),
            func.sum(case((Lesson.kind == LessonKind.VIDEO, 1), else_=0)),
            func.sum(Lesson.minutes),
            func.count(LessonCompletion.id),
            CourseCompletion.effective_on,
        )
        .outerjoin(
            LessonCompletion, (LessonCompletion.lesson_id == Lesson.id) & (LessonCompletion.person_id == person_id)
        )
        .outerjoin(
            CourseCompletion,
            (CourseCompletion.course_id == Lesson.course_id) & (CourseCompletion.person_id == person_id),
        )
        .where(Lesson.course_id.in_(ids), Lesson.is_current)
        .group_by(Lesson.course_id, CourseCompletion.effective_on)
    )
    return {row[0]: (row[1], int(row[2]), int(row[3]), row[4], row[5]) for row in rows}


def progress(actor: Actor, course: Course) -> Progress:
    """How far the actor has come in a course."""
    person_id = actor.person_id or NOBODY
    done = db.session.scalars(
        select(LessonCompletion.lesson_id)
        .join(Lesson, Lesson.id == LessonCompletion.lesson_id)
        .where(LessonCompletion.person_id == person_id, Lesson.course_id == course.id)
    )
    completed_on = db.session.scalar(
        select(CourseCompletion.effective_on).where(
            CourseCompletion.person_id == person_id, CourseCompletion.course_id == course.id
        )
    )
    return Progress(frozenset(done), completed_on)


def watched(actor: Actor, lesson: Lesson) -> Watched:
    """What the actor has watched of a lesson's video."""
    row = db.session.execute(
        select(WatchedMedia.seconds, WatchedMedia.position).where(
            WatchedMedia.person_id == (actor.person_id or NOBODY), WatchedMedia.media_sha256 == lesson.media_sha256
        )
    ).one_or_none()
    rule = CompletionRule(lesson.required_percent, lesson.free_tail_seconds)
    seconds, position = (from_bytes(row.seconds), row.position) if row else (0, 0)
    return Watched(seconds, position, lesson.total_seconds, rule)


def where_i_stopped(actor: Actor) -> Stop | None:
    """The lesson to go on with: in the course last learned in that is not complete, the first lesson not done.

    A video that was begun and not finished goes first.
    """
    person_id = actor.person_id or NOBODY
    course = _course_last_learned_in(actor, person_id)
    if course is None:
        return None
    done = select(LessonCompletion.lesson_id).where(LessonCompletion.person_id == person_id)
    row = db.session.execute(
        select(Lesson, WatchedMedia.position)
        .outerjoin(
            WatchedMedia, (WatchedMedia.person_id == person_id) & (WatchedMedia.media_sha256 == Lesson.media_sha256)
        )
        .where(Lesson.course_id == course.id, Lesson.is_current, Lesson.id.not_in(done))
        .order_by(WatchedMedia.updated_at.is_(None), WatchedMedia.updated_at.desc(), Lesson.position)
        .limit(1)
    ).one_or_none()
    return Stop(course, row[0], row[1] or 0) if row else None


def _course_last_learned_in(actor: Actor, person_id: int) -> Course | None:
    touched = union_all(
        select(WatchedMedia.lesson_id, WatchedMedia.updated_at.label("at")).where(WatchedMedia.person_id == person_id),
        select(LessonCompletion.lesson_id, LessonCompletion.recorded_at.label("at")).where(
            LessonCompletion.person_id == person_id
        ),
    ).subquery()
    completed = select(CourseCompletion.course_id).where(CourseCompletion.person_id == person_id)
    return db.session.scalar(
        select(Course)
        .join(Lesson, Lesson.course_id == Course.id)
        .join(touched, touched.c.lesson_id == Lesson.id)
        .where(may_see(actor), Course.id.not_in(completed))
        .order_by(touched.c.at.desc(), Course.id)
        .limit(1)
    )
