"""Who plays what now, what was really watched, what was read, and what is complete. It all belongs to the person."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, UtcDateTime, enum_type


class Way(StrEnum):
    """How a lesson was taken. That it was taken together is told by a `viewings.models.GroupCompletion` beside it (ADR 0023)."""

    WATCHED = "watched"
    READ = "read"
    PACKAGE = "package"  # The package's own word that it was completed or passed.


class PlaybackLease(Base):
    """The one player that may claim seconds for a person. Taking over replaces the token, so the old one is worth nothing.

    `carry` is in ticks (`evidence.TICKS_PER_SECOND`). `player` names the browser's tab, so that a reload of the page is
    not told as another device.
    """

    __tablename__ = "playback_lease"
    __table_args__ = (CheckConstraint("carry >= 0 AND carry < 100000000", name="carry"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    token: Mapped[uuid.UUID]
    player: Mapped[uuid.UUID]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    media_sha256: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[UtcDateTime]
    counted_until: Mapped[UtcDateTime]
    ends_at: Mapped[UtcDateTime]
    carry: Mapped[int]


class WatchedMedia(Base):
    """The union of the seconds of one file that a person has watched, and where they stopped, on whatever device.

    It names the file by its digest and not by a foreign key: evidence outlives a file that is no longer kept. `seconds` is
    the bitmap of `watched_seconds`, `lesson_id` the lesson in which the file was last played.
    """

    __tablename__ = "watched_media"
    __table_args__ = (Index("ix_watched_media_person_id_updated_at", "person_id", "updated_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    media_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    seconds: Mapped[bytes] = mapped_column(LargeBinary)
    position: Mapped[int]
    updated_at: Mapped[UtcDateTime]


class ReadingState(Base):
    """That a person said they had read a lesson, and which text it was, by the SHA-256 of its UTF-8."""

    __tablename__ = "reading_state"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True, autoincrement=False)
    text_sha256: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[UtcDateTime]


class LessonCompletion(Base):
    """A lesson was completed, once, in the version of the course that was then current."""

    __tablename__ = "lesson_completion"
    __table_args__ = (UniqueConstraint("person_id", "lesson_id"),)

    id: Mapped[BigId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    course_version: Mapped[int]
    way: Mapped[Way] = mapped_column(enum_type(Way, "way"))
    effective_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]


class CourseCompletion(Base):
    """A course was completed, once: on that day every lesson of that version was complete."""

    __tablename__ = "course_completion"
    __table_args__ = (UniqueConstraint("person_id", "course_id"), Index("ix_course_completion_course_id", "course_id"))

    id: Mapped[BigId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    course_version: Mapped[int]
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]


for _model in (LessonCompletion, CourseCompletion):
    append_only(_model.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
