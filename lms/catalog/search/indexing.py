"""Making the texts of a course findable, anew whenever it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from lms.catalog.captions import read_captions
from lms.catalog.markdown import paragraphs
from lms.catalog.models import Course, Lesson
from lms.catalog.operations import COURSE_CHANGED
from lms.catalog.search.models import Place, SearchText
from lms.catalog.search.sounds import sounds
from lms.core import events
from lms.core.blobs import open_blob
from lms.core.database import db, lock_row, transaction
from lms.core.full_text.grams import grams

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    Row = dict[str, Any]


@events.subscribe(COURSE_CHANGED)
def follow_a_change(session: Session, event: events.Event, _now: datetime) -> None:
    """A course was taken in or changed: its texts are indexed anew."""
    index_course(session, event.payload["course_id"])


def index_all() -> int:
    """Index every course anew, each in a transaction of its own; returns how many there are."""
    ids = db.session.scalars(select(Course.id).order_by(Course.id)).all()
    for course_id in ids:
        with transaction() as session:
            index_course(session, course_id)
    return len(ids)


def index_course(session: Session, course_id: int) -> None:
    """Replace what is found of one course by what it now says, in the caller's transaction."""
    course = lock_row(session, Course, course_id)
    session.execute(delete(SearchText).where(SearchText.course_id == course_id))
    rows = [_row(course_id, *text) for text in _texts(session, course)]
    session.execute(insert(SearchText), rows)


def _row(course_id: int, lesson_id: int | None, place: Place, position: int, content: str) -> Row:
    is_title = place in {Place.TITLE, Place.LESSON_TITLE}
    return {
        "course_id": course_id,
        "lesson_id": lesson_id,
        "place": place,
        "position": position,
        "content": content,
        "grams": grams(content),
        "sounds": sounds(content) if is_title else "",
    }


def _texts(session: Session, course: Course) -> Iterator[tuple[int | None, Place, int, str]]:
    yield None, Place.TITLE, 0, course.title
    yield None, Place.SUMMARY, 0, course.summary
    lessons = select(Lesson).where(Lesson.course_id == course.id, Lesson.is_current).order_by(Lesson.position)
    for lesson in session.scalars(lessons):
        yield lesson.id, Place.LESSON_TITLE, 0, lesson.title
        # What a video says stands in its captions, with the second; its transcript says it again.
        if lesson.captions_sha256 is None:
            for number, paragraph in enumerate(paragraphs(lesson.body)):
                yield lesson.id, Place.READING, number, paragraph
        else:
            yield from _captions(lesson, lesson.captions_sha256)


def _captions(lesson: Lesson, sha256: str) -> Iterator[tuple[int | None, Place, int, str]]:
    with open_blob(sha256) as file:
        text = file.read().decode()
    cues, _problems = read_captions(text, file=lesson.key, duration_ms=lesson.duration_ms or 0)
    for cue in cues:
        yield lesson.id, Place.CAPTION, cue.start_ms // 1000, cue.text
