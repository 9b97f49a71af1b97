"""Questions and their options. A question is never changed: another wording is another row under the same key."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, enum_type


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class Question(Base):
    """A question as it stood from `since_version` of its course up to, not including, `until_version`.

    So an answer that was given once can be shown for ever beside the words that were asked. What has no
    `until_version` is asked now. `source` is the article or official text that the answer follows from.
    """

    __tablename__ = "course_question"
    __table_args__ = (
        UniqueConstraint("course_id", "key", "since_version"),
        Index(
            "uq_course_question_current",
            "course_id",
            "key",
            unique=True,
            sqlite_where=text("until_version IS NULL"),
            postgresql_where=text("until_version IS NULL"),
        ),
        Index("ix_course_question_lesson_id", "lesson_id"),
        CheckConstraint("until_version > since_version", name="until_version"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    key: Mapped[str]
    since_version: Mapped[int]
    until_version: Mapped[int | None]
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_type(QuestionKind, "kind"))
    text: Mapped[str]
    explanation: Mapped[str]
    source: Mapped[str]

    options: Mapped[list[QuestionOption]] = relationship(order_by="QuestionOption.position")

    @property
    def right(self) -> frozenset[int]:
        """The positions of the right options."""
        return frozenset(option.position for option in self.options if option.is_right)


class QuestionOption(Base):
    """One thing to choose, numbered from 1. A statement has two without words: 1 is true, 2 is false."""

    __tablename__ = "course_question_option"
    __table_args__ = (
        UniqueConstraint("question_id", "position"),
        CheckConstraint("position >= 1", name="position"),
    )

    id: Mapped[BigId]
    question_id: Mapped[int] = mapped_column(ForeignKey("course_question.id"))
    position: Mapped[int]
    text: Mapped[str]
    is_right: Mapped[bool]
