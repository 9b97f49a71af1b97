"""Courses with their published length and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from lms.catalog.models import Course, CourseState, Lesson, LessonKind
from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from lms.credit_hours.rule import Rule

SECONDS_IN_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Worth:
    """A course and what its length is worth; `then` by the rule that is thought of, if one is."""

    title: str
    seconds: int
    now: Decimal
    then: Decimal | None = None

    @property
    def changes(self) -> bool:
        """Whether the other rule makes a difference."""
        return self.then is not None and self.then != self.now


def worths(congress_id: int, rule: Rule, *, other: Rule | None = None) -> Sequence[Worth]:
    """What each published course is worth by a rule, and by another one."""
    # A video lasts as long as its file, a reading as long as its author says.
    seconds = case(
        (Lesson.kind == LessonKind.VIDEO, Lesson.duration_ms / 1000), else_=Lesson.minutes * SECONDS_IN_A_MINUTE
    )
    rows = db.session.execute(
        select(Course.title, func.sum(seconds).label("seconds"))
        .join(Lesson, (Lesson.course_id == Course.id) & Lesson.is_current)
        .where(Course.congress_id == congress_id, Course.state == CourseState.PUBLISHED)
        .group_by(Course.id, Course.title)
        .order_by(Course.title, Course.id)
    )
    lengths = ((row.title, int(row.seconds)) for row in rows)
    return [
        Worth(title, length, rule.hours(length), other.hours(length) if other else None) for title, length in lengths
    ]
