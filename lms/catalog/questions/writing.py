"""Questions of a folder against those of the tables: what differs, and making them agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.models import Lesson
from lms.catalog.questions.models import Question, QuestionOption
from lms.catalog.questions.queries import current_by_key
from lms.catalog.sources import QuestionSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from lms.catalog.models import Course


def as_source(question: Question, lesson_key: str) -> QuestionSource:
    """A question of the tables as a folder would tell it."""
    return QuestionSource(
        key=question.key,
        lesson=lesson_key,
        kind=question.kind,
        text=question.text,
        options=tuple(option.text for option in question.options),
        right=tuple(sorted(question.right)),
        explanation=question.explanation,
        source=question.source,
    )


def sources_of(session: Session, course: Course) -> dict[str, QuestionSource]:
    """The questions that a course asks now as a folder would tell them, by key and in order."""
    lessons = _lesson_keys(session, course.id)
    known = current_by_key(session, course.id)
    return {key: as_source(question, lessons[question.lesson_id]) for key, question in known.items()}


def differences(session: Session, course: Course, sources: Sequence[QuestionSource]) -> Iterable[str]:
    """Names of what a sync would change: `question term: changed`, …"""
    known = sources_of(session, course)
    if [key for key in known if key in {each.key for each in sources}] != [
        each.key for each in sources if each.key in known
    ]:
        yield "questions: order"
    for source in sources:
        before = known.pop(source.key, None)
        if before != source:
            yield f"question {source.key}: {'changed' if before else 'added'}"
    yield from (f"question {key}: dropped" for key in known)


def write_questions(session: Session, course: Course, sources: Sequence[QuestionSource]) -> None:
    """Make a course's questions those of its folder, as from the course's present version."""
    lesson_keys = _lesson_keys(session, course.id)
    lesson_ids = {key: lesson_id for lesson_id, key in lesson_keys.items()}
    known = current_by_key(session, course.id)
    added = []
    for position, source in enumerate(sources, start=1):
        before = known.get(source.key)
        if before and as_source(before, lesson_keys[before.lesson_id]) == source:
            before.position = position
            del known[source.key]
        else:
            added.append(_new(course, source, lesson_ids[source.lesson], position))
    for ended in known.values():
        ended.until_version = course.version
    session.flush()  # One question of a key at a time: the old wording ends before the new one begins.
    session.add_all(added)
    session.flush()


def _new(course: Course, source: QuestionSource, lesson_id: int, position: int) -> Question:
    return Question(
        course_id=course.id,
        lesson_id=lesson_id,
        key=source.key,
        since_version=course.version,
        position=position,
        kind=source.kind,
        text=source.text,
        explanation=source.explanation,
        source=source.source,
        options=[
            QuestionOption(position=number, text=words, is_right=number in source.right)
            for number, words in enumerate(source.options, start=1)
        ],
    )


def _lesson_keys(session: Session, course_id: int) -> dict[int, str]:
    rows = session.execute(select(Lesson.id, Lesson.key).where(Lesson.course_id == course_id))
    return {row.id: row.key for row in rows}
