"""What a person completed by group viewing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from lms.catalog.models import Lesson
from lms.core.database import db
from lms.learning.viewings.models import GroupCompletion, GroupViewing

if TYPE_CHECKING:
    from datetime import date

    from lms.catalog.models import Course
    from lms.core.permissions import Actor


class Together(NamedTuple):
    """Where and when a lesson was taken together."""

    held_on: date
    place: str


def taken_together(actor: Actor, course: Course) -> dict[int, Together]:
    """The lessons of a course that the actor completed by group viewing, by lesson."""
    if actor.person_id is None:
        return {}
    rows = db.session.execute(
        select(GroupCompletion.lesson_id, GroupViewing.held_on, GroupViewing.place)
        .join(GroupViewing, GroupViewing.id == GroupCompletion.viewing_id)
        .join(Lesson, Lesson.id == GroupCompletion.lesson_id)
        .where(GroupCompletion.person_id == actor.person_id, Lesson.course_id == course.id)
    )
    return {lesson_id: Together(held_on, place) for lesson_id, held_on, place in rows}
