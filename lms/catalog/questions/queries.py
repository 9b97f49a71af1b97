"""The questions that a course asks now, for a self-test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.catalog.questions.models import Question
from lms.core.database import db
from lms.core.errors import NotFound

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.catalog.models import Course, Lesson


def asked(course: Course, *, lesson: Lesson | None = None) -> Sequence[Question]:
    """The questions that a course asks now, or one lesson of it, in order and with their options."""
    statement = _now(course.id)
    if lesson is not None:
        statement = statement.where(Question.lesson_id == lesson.id)
    return db.session.scalars(statement).all()


def question(course: Course, public_id: uuid.UUID) -> Question:
    """One question of a course in whatever wording, so that an old answer can still be looked at.

    Raises:
        NotFound: the course never asked it.
    """
    statement = select(Question).where(Question.course_id == course.id, Question.public_id == public_id)
    found = db.session.scalar(statement.options(selectinload(Question.options)))
    if found is None:
        raise NotFound
    return found


def current_by_key(session: Session, course_id: int) -> dict[str, Question]:
    """The questions that a course asks now, by their stable keys."""
    return {each.key: each for each in session.scalars(_now(course_id))}


def _now(course_id: int) -> Select[Question]:
    return (
        select(Question)
        .where(Question.course_id == course_id, Question.until_version.is_(None))
        .order_by(Question.position, Question.id)
        .options(selectinload(Question.options))
    )
