"""The demonstration's courses, and some deputies who have completed them."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.library import read_library, take_library
from lms.catalog.models import Course, Lesson, LessonKind
from lms.core.clock import start_of
from lms.core.database import db, transaction
from lms.core.settings import current
from lms.demo.words import words
from lms.learning.models import Way
from lms.learning.operations.completion import complete_lesson
from lms.people.accounts.models import Account
from lms.people.models import Mandate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from lms.people.models import Congress

SEED = 2026
# One deputy in so many has completed courses: enough to see, quick to lay.
ONE_IN = 8


def lay_courses(congresses: Sequence[Congress], *, now: datetime) -> None:
    """Take the outline and the courses of the courses folder into each congress."""
    library = read_library(current().courses_dir)
    for congress in congresses:
        take_library(library, congress_id=congress.id, actor=None, now=now)


def lay_completions(npc: Congress, *, first: date, last: date, progress: Callable[[int, int], None]) -> None:
    """Let some deputies complete one or two courses, each on some day between the two."""
    random = Random(SEED)  # noqa: S311  # Chance that can be repeated is the point.
    people = db.session.scalars(
        select(Mandate.person_id).where(Mandate.congress_id == npc.id).order_by(Mandate.id)
    ).all()
    courses = db.session.scalars(select(Course.id).where(Course.congress_id == npc.id).order_by(Course.id)).all()
    lessons = {course: _lessons(course) for course in courses}
    learners = people[::ONE_IN]
    for number, person_id in enumerate(learners, start=1):
        for course in random.sample(courses, k=random.randint(1, 2)):
            day = first + timedelta(days=random.randrange((last - first).days + 1))
            _complete(person_id, lessons[course], at=start_of(day) + timedelta(hours=20))
        progress(number, len(learners))
    for person_id in demonstrators().values():
        _learn_in_part(person_id, lessons, at=start_of(last) + timedelta(hours=20))


def demonstrators() -> dict[str, int]:
    """The people whose deputies' accounts the demonstration prints, in that order, by username."""
    names = [name for said in words("people")["deputies"] for name in said["usernames"]]
    people = dict(
        db.session.execute(select(Account.username, Account.person_id).where(Account.username.in_(names))).all()
    )
    return {name: people[name] for name in names}


def _learn_in_part(person_id: int, lessons: dict[int, list[tuple[int, Way]]], *, at: datetime) -> None:
    """One course to its end, and the first lesson of another: so that there is something to go on with."""
    first, second, *_others = lessons.values()
    _complete(person_id, first, at=at)
    _complete(person_id, second[:1], at=at)


def _lessons(course_id: int) -> list[tuple[int, Way]]:
    """A course's lessons in order, each with the way in which it is completed."""
    rows = db.session.execute(
        select(Lesson.id, Lesson.kind).where(Lesson.course_id == course_id, Lesson.is_current).order_by(Lesson.position)
    )
    return [(lesson_id, Way.WATCHED if kind is LessonKind.VIDEO else Way.READ) for lesson_id, kind in rows]


def _complete(person_id: int, lessons: Sequence[tuple[int, Way]], *, at: datetime) -> None:
    """Note the completions alone: nobody watched, so there is no evidence of it either."""
    with transaction() as session:
        for lesson_id, way in lessons:
            complete_lesson(session, person_id=person_id, lesson_id=lesson_id, way=way, now=at)
