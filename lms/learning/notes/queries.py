"""A person's own notes on a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.learning.notes.models import LessonNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.models import Lesson
    from lms.core.permissions import Actor


def own_notes(actor: Actor, lesson: Lesson) -> Sequence[LessonNote]:
    """The notes in the order of the video, then as they were written; none for whoever acts for a deputy."""
    if actor.person_id is None or actor.acting_for is not None:
        return ()
    return db.session.scalars(
        select(LessonNote)
        .where(LessonNote.person_id == actor.person_id, LessonNote.lesson_id == lesson.id)
        .order_by(LessonNote.second.is_(None), LessonNote.second, LessonNote.id)
    ).all()
