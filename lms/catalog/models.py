"""Courses, what they rest on, their lessons, and the log of their versions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type


class Origin(StrEnum):
    """Where a course is edited; a folder never overwrites what was made in the browser."""

    FOLDER = "folder"
    BROWSER = "browser"


class CourseState(StrEnum):
    """Whether deputies see a course. Review before publishing adds states between these."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    """For whom a course is written. It hides nothing: every deputy may take every course."""

    ALL = "all"
    NEWLY_ELECTED = "newly_elected"
    GRASSROOTS = "grassroots"
    TOWNSHIP = "township"


class LessonKind(StrEnum):
    """How a lesson is taken."""

    READING = "reading"
    VIDEO = "video"
    PACKAGE = "package"  # Of another authoring tool; it says itself when it is complete.


class Course(Base):
    """One course of one congress. `version` grows whenever its content changes; `digest` tells whether it did."""

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("congress_id", "key"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    key: Mapped[str]
    origin: Mapped[Origin] = mapped_column(enum_type(Origin, "origin"))
    state: Mapped[CourseState] = mapped_column(enum_type(CourseState, "state"))
    version: Mapped[int]
    digest: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    topic: Mapped[str]
    node_key: Mapped[str | None]  # The node of the outline, by its stable key: outlines come in versions.
    audience: Mapped[Audience] = mapped_column(enum_type(Audience, "audience"), server_default=Audience.ALL.value)
    lecturer: Mapped[str]
    lecturer_title: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    updated_at: Mapped[UtcDateTime]

    lessons: Mapped[list[Lesson]] = relationship(
        order_by="Lesson.position",
        primaryjoin="and_(Course.id == Lesson.course_id, Lesson.is_current)",
        viewonly=True,
    )
    bases: Mapped[list[LegalBasis]] = relationship(
        order_by="LegalBasis.position", back_populates="course", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether deputies may take it."""
        return self.state is CourseState.PUBLISHED


class LegalBasis(Base):
    """A document that a course rests on, in the wording of a named day, so that an amendment can be noticed."""

    __tablename__ = "course_legal_basis"
    __table_args__ = (UniqueConstraint("course_id", "position"),)

    id: Mapped[BigId]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    position: Mapped[int]
    title: Mapped[str]
    articles: Mapped[str]
    as_of: Mapped[date]

    course: Mapped[Course] = relationship(back_populates="bases")


class Lesson(Base):
    """One lesson. The row is found again by its key through all versions; one that was dropped is kept, not current.

    `media_sha256` is a video, or the .zip of a package. A video is `duration_ms` long; `required_percent` of its whole seconds, the last `free_tail_seconds` left out,
    complete it. `minutes` is what a lesson takes by its published length, never what somebody spent on it.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("course_id", "key"),
        Index("ix_lesson_media_sha256", "media_sha256"),
        CheckConstraint("(kind = 'reading') = (media_sha256 IS NULL)", name="media"),
        CheckConstraint("(kind = 'video') = (duration_ms IS NOT NULL)", name="duration"),
        CheckConstraint("duration_ms IS NULL OR duration_ms >= 1000", name="duration_ms"),
        CheckConstraint("minutes >= 1", name="minutes"),
        CheckConstraint("required_percent BETWEEN 1 AND 100", name="required_percent"),
        CheckConstraint("free_tail_seconds >= 0", name="free_tail_seconds"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    key: Mapped[str]
    kind: Mapped[LessonKind] = mapped_column(enum_type(LessonKind, "kind"))
    position: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int]
    media_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    captions_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    duration_ms: Mapped[int | None]
    required_percent: Mapped[int] = mapped_column(default=80)
    free_tail_seconds: Mapped[int] = mapped_column(default=5)

    course: Mapped[Course] = relationship()

    @property
    def is_video(self) -> bool:
        """Whether it is watched rather than read."""
        return self.kind is LessonKind.VIDEO

    @property
    def is_package(self) -> bool:
        """Whether it is a package of another authoring tool."""
        return self.kind is LessonKind.PACKAGE

    @property
    def total_seconds(self) -> int:
        """The whole seconds of the video; 0 for a reading."""
        return (self.duration_ms or 0) // 1000


class CourseVersion(Base):
    """That a course got a version with this content, and when: the log of what was published."""

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_id", "version"),)

    id: Mapped[BigId]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    version: Mapped[int]
    digest: Mapped[str]
    title: Mapped[str]
    state: Mapped[CourseState] = mapped_column(enum_type(CourseState, "state"))
    recorded_at: Mapped[UtcDateTime]


append_only(CourseVersion.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
