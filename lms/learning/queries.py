"""What a person has done in courses, for pages. Whoever is no person has done nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, case, func, select, union_all

from lms.catalog.access import courses
from lms.catalog.models import Course, CourseState, Lesson, LessonKind
from lms.core.database import db
from lms.core.pages import Page, paginate
from lms.learning.evidence import CompletionRule
from lms.learning.models import CourseCompletion, LessonCompletion, WatchedMedia
from lms.learning.watched_seconds import from_bytes

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from sqlalchemy import Select

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
    """Where a person can go on: the lesson, and the second for a video that was begun. The ids are public."""

    course_id: uuid.UUID
    course_title: str
    lesson_id: uuid.UUID
    lesson_title: str
    position: int


# Built once: every deputy's home page and every course page ask. A lesson that is not done has no `lesson_id` here.
_me = bindparam("person", type_=Integer)
_PROGRESS = (
    select(LessonCompletion.lesson_id, CourseCompletion.effective_on)
    .select_from(Lesson)
    .outerjoin(LessonCompletion, (LessonCompletion.lesson_id == Lesson.id) & (LessonCompletion.person_id == _me))
    .outerjoin(CourseCompletion, (CourseCompletion.course_id == Lesson.course_id) & (CourseCompletion.person_id == _me))
    .where(Lesson.course_id == bindparam("course"))
)

_touched = union_all(
    select(WatchedMedia.lesson_id, WatchedMedia.updated_at.label("at")).where(WatchedMedia.person_id == _me),
    select(LessonCompletion.lesson_id, LessonCompletion.recorded_at.label("at")).where(
        LessonCompletion.person_id == _me
    ),
).subquery()
_completed = select(CourseCompletion.course_id).where(CourseCompletion.person_id == _me)
_last_learned_in = (
    select(Course.id)
    .join(Lesson, Lesson.course_id == Course.id)
    .join(_touched, _touched.c.lesson_id == Lesson.id)
    .where(
        Course.congress_id == bindparam("congress"),
        Course.state == CourseState.PUBLISHED,
        Course.id.not_in(_completed),
    )
    .order_by(_touched.c.at.desc(), Course.id)
    .limit(1)
    .scalar_subquery()
)
_done = select(LessonCompletion.lesson_id).where(LessonCompletion.person_id == _me)
_STOP = (
    select(
        Course.public_id,
        Course.title,
        Lesson.public_id,
        Lesson.title,
        func.coalesce(WatchedMedia.position, 0),
    )
    .select_from(Lesson)
    .join(Course, Course.id == Lesson.course_id)
    .outerjoin(WatchedMedia, (WatchedMedia.person_id == _me) & (WatchedMedia.media_sha256 == Lesson.media_sha256))
    .where(Lesson.course_id == _last_learned_in, Lesson.is_current, Lesson.id.not_in(_done))
    .order_by(WatchedMedia.updated_at.is_(None), WatchedMedia.updated_at.desc(), Lesson.position)
    .limit(1)
)


def topics(actor: Actor) -> list[str]:
    """The topics of the courses that the actor may see, in the order of the outline."""
    found = courses(actor).with_only_columns(Course.topic)
    return list(dict.fromkeys(db.session.scalars(found)))


def cards(actor: Actor, wanted: Select[Course], *, number: int) -> Page[Card]:
    """One page of a list of courses, as `lms.catalog.access.courses` says which."""
    page = paginate(wanted, number=number)
    shape = _shapes([course.id for course in page.items], actor.person_id or NOBODY)
    items = [Card(course, *shape.get(course.id, (0, 0, 0, 0, None))) for course in page.items]
    return Page(items, page.number, page.per_page, page.total)


def by_topic(cards: Iterable[Card]) -> Mapping[str, list[Card]]:
    """The cards under their topics, in the order in which the topics first come."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(card.course.topic, []).append(card)
    return found


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
    rows = db.rows(_PROGRESS, {"person": actor.person_id or NOBODY, "course": course.id})
    done = frozenset(row.lesson_id for row in rows if row.lesson_id is not None)
    return Progress(done, rows[0].effective_on if rows else None)


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

    A video that was begun and not finished goes first. A course that is no longer open is not gone on with.
    """
    rows = db.rows(_STOP, {"person": actor.person_id or NOBODY, "congress": actor.congress_id})
    return Stop(*rows[0]) if rows else None
