"""The table of notes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, PublicId, UtcDateTime


class LessonNote(Base):
    """One note; `second` is where in the video it was made, empty for one on the lesson as a whole."""

    __tablename__ = "lesson_note"
    __table_args__ = (
        Index("ix_lesson_note_person", "person_id", "lesson_id"),
        CheckConstraint("second >= 0", name="second"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    second: Mapped[int | None]
    content: Mapped[str] = mapped_column(Text)
    written_at: Mapped[UtcDateTime]
