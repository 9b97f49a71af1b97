"""Writing a note and taking it away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from lms.core.database import transaction
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import N_
from lms.learning.notes.models import LessonNote
from lms.learning.refusals import in_person

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.catalog.models import Lesson
    from lms.core.permissions import Actor

MOST_NOTES = 200


class TooManyNotes(DomainError):
    """A lesson has as many notes of this person as it can hold."""

    template = N_("You have %(most)d notes on this lesson. Please remove one first.")


def write(lesson: Lesson, content: str, *, second: int | None, actor: Actor, now: datetime) -> None:
    """Keep a note on a lesson, at a second of its video if one is given.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        TooManyNotes: there are too many already.
    """
    person_id = in_person(actor)
    if second is not None:
        second = min(second, lesson.total_seconds) if lesson.is_video else None
    with transaction() as session:
        mine = (LessonNote.person_id == person_id) & (LessonNote.lesson_id == lesson.id)
        if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST_NOTES:
            raise TooManyNotes(most=MOST_NOTES)
        session.add(
            LessonNote(person_id=person_id, lesson_id=lesson.id, second=second, content=content, written_at=now)
        )


def remove(public_id: uuid.UUID, *, actor: Actor) -> None:
    """Take a note away for good.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        NotFound: the actor has no such note.
    """
    person_id = in_person(actor)
    with transaction() as session:
        gone = session.execute(
            delete(LessonNote)
            .where(LessonNote.public_id == public_id, LessonNote.person_id == person_id)
            .returning(LessonNote.id)
        ).first()
        if gone is None:
            raise NotFound
