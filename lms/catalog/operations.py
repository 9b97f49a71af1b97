"""Taking courses in from their folders: what would change, and changing it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.catalog.models import Course, CourseState, CourseVersion, LegalBasis, Lesson, LessonKind, Origin
from lms.catalog.packages.operations import keep_package
from lms.catalog.questions.writing import differences, write_questions
from lms.core import events
from lms.core.blobs import put, stage
from lms.core.database import db, lock_row, transaction
from lms.core.errors import DomainError
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.catalog.sources import CourseSource, LessonSource, SourceFile
    from lms.core.permissions import Actor

COURSE_CHANGED = "course.changed"

COURSE_FIELDS = ("title", "summary", "topic", "node_key", "audience", "lecturer", "lecturer_title", "state")
LESSON_FIELDS = ("kind", "title", "body", "minutes", "duration_ms", "required_percent", "free_tail_seconds")


class SyncClash(DomainError):
    """Two syncs ran at once and met."""

    template = N_("Somebody else changed the courses at the same moment. Please run the sync once more.")


class Outcome(StrEnum):
    """What a sync does, or would do, to one course."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # It is edited in the browser; a folder does not overwrite that.
    LEFT_WITHDRAWN = "left_withdrawn"  # People withdrew it, with a reason; a folder does not undo that.


@dataclass(frozen=True)
class Change:
    """A course and what becomes of it. `fields` names what differs: `title`, `lesson rights: body`, …"""

    key: str
    outcome: Outcome
    fields: Sequence[str] = field(default=())

    @property
    def writes(self) -> bool:
        """Whether the database is to be written to."""
        return self.outcome in {Outcome.ADDED, Outcome.CHANGED}


def compare(sources: Iterable[CourseSource], *, congress_id: int) -> list[Change]:
    """What a sync would do, without doing it."""
    session = db.session()
    return [_change(session, source, _find(session, source.key, congress_id)) for source in sources]


def sync(sources: Sequence[CourseSource], *, congress_id: int, actor: Actor | None, now: datetime) -> list[Change]:
    """Bring a congress's courses to what their folders say; all in one transaction.

    Lessons are found again by their key, so what people have watched and completed stays theirs. A course whose folder
    is gone is left alone. The same folders again change nothing.

    Raises:
        SyncClash: another sync added the same course meanwhile.
    """
    wanted = [
        source
        for source, change in zip(sources, compare(sources, congress_id=congress_id), strict=True)
        if change.writes
    ]
    for file in packages_of(wanted):
        with file.place.open("rb") as stream:
            keep_package(stream, now=now)
    with ExitStack() as stack:
        staged = {
            file.sha256: (stack.enter_context(stage(stack.enter_context(file.place.open("rb")))), file)
            for source in wanted
            for file in source.files
        }
        try:
            with transaction() as session:
                for bytes_, file in staged.values():
                    put(session, bytes_, file.media_type, now=now)
                return [take(session, source, congress_id=congress_id, actor=actor, now=now) for source in sources]
        except IntegrityError as error:
            raise SyncClash from error


def take(
    session: Session,
    source: CourseSource,
    *,
    congress_id: int,
    actor: Actor | None,
    now: datetime,
    origin: Origin = Origin.FOLDER,
) -> Change:
    """Bring one course to what its source says, as a new version, in the caller's transaction.

    The source's files must be blobs already. What comes from the browser takes a course of a folder over.
    """
    course = _find(session, source.key, congress_id)
    change = _change(session, source, course, origin)
    if not change.writes:
        return change
    if course is None:
        course = Course(congress_id=congress_id, key=source.key, version=0)
        session.add(course)
    else:
        course = lock_row(session, Course, course.id)
    course.origin = origin
    _write_course(session, course, source, now)
    _write_lessons(session, course, source.lessons)
    write_questions(session, course, source.questions)
    note_version(session, course, f"course.{change.outcome}", fields=change.fields, actor=actor, now=now)
    return change


def note_version(
    session: Session, course: Course, action: str, *, actor: Actor | None, now: datetime, fields: Sequence[str] = ()
) -> None:
    """Log a course's new version, note who made it, and let everybody who goes by courses hear of it."""
    session.add(
        CourseVersion(
            course_id=course.id,
            version=course.version,
            digest=course.digest,
            title=course.title,
            state=course.state,
            recorded_at=now,
        )
    )
    audit.record(session, actor=actor, action=action, subject=("course", course.public_id), now=now, fields=fields)
    events.publish(session, COURSE_CHANGED, {"course_id": course.id, "version": course.version}, now=now)


def packages_of(sources: Iterable[CourseSource]) -> list[SourceFile]:
    """The packages among the files of some courses."""
    lessons = (lesson for source in sources for lesson in source.lessons)
    return [lesson.media for lesson in lessons if lesson.kind is LessonKind.PACKAGE and lesson.media]


def _write_course(session: Session, course: Course, source: CourseSource, now: datetime) -> None:
    for name in COURSE_FIELDS:
        setattr(course, name, getattr(source, name))
    course.version += 1
    course.digest = source.digest
    course.updated_at = now
    course.published_at = None if source.state is CourseState.DRAFT else course.published_at or now
    session.flush()
    session.execute(delete(LegalBasis).where(LegalBasis.course_id == course.id))
    session.add_all(
        LegalBasis(
            course_id=course.id, position=position, title=basis.title, articles=basis.articles, as_of=basis.as_of
        )
        for position, basis in enumerate(source.bases, start=1)
    )


def _write_lessons(session: Session, course: Course, sources: Sequence[LessonSource]) -> None:
    known = {lesson.key: lesson for lesson in session.scalars(select(Lesson).where(Lesson.course_id == course.id))}
    for position, source in enumerate(sources, start=1):
        lesson = known.pop(source.key, None) or Lesson(course_id=course.id, key=source.key)
        for name in LESSON_FIELDS:
            setattr(lesson, name, getattr(source, name))
        lesson.position = position
        lesson.is_current = True
        lesson.media_sha256 = _digest(source.media)
        lesson.captions_sha256 = _digest(source.captions)
        session.add(lesson)
    for dropped in known.values():
        dropped.is_current = False
    session.flush()


def _find(session: Session, key: str, congress_id: int) -> Course | None:
    return session.scalar(select(Course).where(Course.congress_id == congress_id, Course.key == key))


def _change(session: Session, source: CourseSource, course: Course | None, origin: Origin = Origin.FOLDER) -> Change:
    if course is None:
        return Change(source.key, Outcome.ADDED)
    if origin is Origin.FOLDER and course.origin is Origin.BROWSER:
        return Change(source.key, Outcome.KEPT)
    if origin is Origin.FOLDER and course.state is CourseState.WITHDRAWN:
        return Change(source.key, Outcome.LEFT_WITHDRAWN)
    if origin is course.origin and course.digest == source.digest and course.state is source.state:
        return Change(source.key, Outcome.UNCHANGED)
    return Change(source.key, Outcome.CHANGED, tuple(_differences(session, source, course)))


def _differences(session: Session, source: CourseSource, course: Course) -> Iterable[str]:
    yield from (name for name in COURSE_FIELDS if getattr(source, name) != getattr(course, name))
    if [(each.title, each.articles, each.as_of) for each in source.bases] != [
        (each.title, each.articles, each.as_of) for each in course.bases
    ]:
        yield "basis"
    known = {lesson.key: lesson for lesson in course.lessons}
    for position, lesson in enumerate(source.lessons, start=1):
        yield from (
            f"lesson {lesson.key}: {name}"
            for name in _lesson_differences(lesson, known.pop(lesson.key, None), position)
        )
    yield from (f"lesson {key}: dropped" for key in known)
    yield from differences(session, course, source.questions)


def _lesson_differences(source: LessonSource, lesson: Lesson | None, position: int) -> Iterable[str]:
    if lesson is None:
        yield "added"
        return
    yield from (name for name in LESSON_FIELDS if getattr(source, name) != getattr(lesson, name))
    if position != lesson.position:
        yield "position"
    if _digest(source.media) != lesson.media_sha256:
        yield "media"
    if _digest(source.captions) != lesson.captions_sha256:
        yield "captions"


def _digest(file: SourceFile | None) -> str | None:
    return file.sha256 if file else None
