"""Confirming that a reading was read. The deputy's word is all there is, and enough: nobody watches how long it took."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lms.catalog.models import LessonKind
from lms.core.database import transaction
from lms.core.upsert import insert_into
from lms.learning.models import ReadingState, Way
from lms.learning.operations.completion import complete_lesson
from lms.learning.refusals import CourseNotOpen, WrongKind, in_person

if TYPE_CHECKING:
    from datetime import datetime

    from lms.catalog.models import Lesson
    from lms.core.permissions import Actor


def confirm_reading(lesson: Lesson, *, actor: Actor, now: datetime) -> bool:
    """Note that the actor has read the lesson's present text; again does no harm.

    Returns:
        Whether this completed the course.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        CourseNotOpen: the course is not published.
        WrongKind: the lesson is a video.
    """
    person_id = in_person(actor)
    with transaction() as session:
        if not lesson.course.is_open:
            raise CourseNotOpen
        if lesson.kind is not LessonKind.READING:
            raise WrongKind
        said = {"text_sha256": hashlib.sha256(lesson.body.encode()).hexdigest(), "confirmed_at": now}
        session.execute(
            insert_into(session, ReadingState)
            .values(person_id=person_id, lesson_id=lesson.id, **said)
            .on_conflict_do_update(index_elements=["person_id", "lesson_id"], set_=said)
        )
        return complete_lesson(session, person_id=person_id, lesson_id=lesson.id, way=Way.READ, now=now)
