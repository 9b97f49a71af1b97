"""Viewings of a unit's deputies together, and the completions that came of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.models import Course, Lesson
from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.accounts.models import Account
from lms.people.models import ElectingBody, Mandate

LONGEST_PLACE = 80


class ViewingState(StrEnum):
    """Recorded by one person, then confirmed by another, or withdrawn before that."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class GroupViewing(Base):
    """Lessons of one course, taken together at a place on a day.

    `public_id` comes with the form, so that the same form sent twice is one viewing. What was withdrawn keeps neither names nor evidence.
    """

    __tablename__ = "group_viewing"
    __table_args__ = (
        Index("ix_group_viewing_body", "electing_body_id", "recorded_at"),
        Index("ix_group_viewing_evidence_sha256", "evidence_sha256"),
        CheckConstraint("confirmed_by <> recorded_by", name="confirmed_by_another"),
        CheckConstraint("(state = 'confirmed') = (confirmed_by IS NOT NULL)", name="confirmed_by_somebody"),
        CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", name="confirmed_has_instant"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_instant"),
        CheckConstraint("state <> 'withdrawn' OR evidence_sha256 IS NULL", name="nothing_left"),
        CheckConstraint("(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name="evidence_has_a_name"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    evidence_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    evidence_name: Mapped[str | None]
    state: Mapped[ViewingState] = mapped_column(enum_type(ViewingState, "state"), default=ViewingState.RECORDED)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[UtcDateTime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[UtcDateTime | None]
    withdrawn_at: Mapped[UtcDateTime | None]

    electing_body: Mapped[ElectingBody] = relationship()
    course: Mapped[Course] = relationship()
    recorder: Mapped[Account] = relationship(foreign_keys=[recorded_by])
    confirmer: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by])
    lessons: Mapped[list[Lesson]] = relationship(
        secondary="group_viewing_lesson", order_by=[Lesson.position, Lesson.id]
    )
    deputies: Mapped[list[ViewingDeputy]] = relationship(cascade="all, delete-orphan", order_by="ViewingDeputy.place")


class ViewingLesson(Base):
    """A lesson that was taken."""

    __tablename__ = "group_viewing_lesson"

    viewing_id: Mapped[int] = mapped_column(ForeignKey("group_viewing.id"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True)


class ViewingDeputy(Base):
    """A deputy who was there, in the order of the unit's list."""

    __tablename__ = "group_viewing_deputy"

    viewing_id: Mapped[int] = mapped_column(ForeignKey("group_viewing.id"), primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), primary_key=True)
    place: Mapped[int]

    mandate: Mapped[Mandate] = relationship()


class GroupCompletion(Base):
    """A lesson was completed by a viewing. Who had completed it before alone has no such row (ADR 0023)."""

    __tablename__ = "group_completion"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "lesson_id"], ["lesson_completion.person_id", "lesson_completion.lesson_id"]
        ),
        Index("ix_group_completion_viewing_id", "viewing_id"),
    )

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lesson_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    viewing_id: Mapped[int] = mapped_column(ForeignKey("group_viewing.id"))


append_only(GroupCompletion.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
