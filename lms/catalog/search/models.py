"""The texts that can be found."""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.models import Course, Lesson
from lms.core.database import Base, BigId
from lms.core.full_text.index import index_grams


class Place(IntEnum):
    """Where a text stands, in the order in which hits are shown."""

    TITLE = 1
    LESSON_TITLE = 2
    SUMMARY = 3
    READING = 4
    CAPTION = 5


class SearchText(Base):
    """A title, a paragraph, or a caption. `position` counts paragraphs, or is the second at which a caption begins."""

    __tablename__ = "search_text"
    __table_args__ = (
        Index("ix_search_text_course_id", "course_id"),
        CheckConstraint("place BETWEEN 1 AND 5", name="place"),
        CheckConstraint("position >= 0", name="position"),
    )

    id: Mapped[BigId]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"))
    place: Mapped[int]
    position: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    grams: Mapped[str] = mapped_column(Text)
    sounds: Mapped[str] = mapped_column(Text)

    course: Mapped[Course] = relationship()
    lesson: Mapped[Lesson | None] = relationship()


index_grams(SearchText.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
