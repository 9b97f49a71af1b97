"""What was asked, of whom, who was exempted, and who was told. All of it only grows: a past day can be told again."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.models import Course
from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.learning.required.audience import AskedOf, Rule

if TYPE_CHECKING:
    from lms.learning.tasks.models import StudyTask  # noqa: TC004  # That module imports this; the mapper finds it by name.


class Step(StrEnum):
    """What a person was told about one deputy's required study, each once."""

    WELCOMED = "welcomed"  # The deputy, with the induction package of a new mandate.
    REMINDED = "reminded"  # The deputy, before the day.
    HANDED_ON = "handed_on"  # The unit's liaison, after the day.


class RequiredStudy(Base):
    """Courses that are asked of deputies of one term. It is never changed: it is withdrawn, and another one set.

    `body_ids` are ids of electing bodies, for an audience that is chosen by them. A deadline is a fixed day, a number of
    days, or the later of both.
    """

    __tablename__ = "required_study"
    __table_args__ = (
        Index("ix_required_study_congress", "congress_id", "term_id"),
        CheckConstraint("due_on IS NOT NULL OR days IS NOT NULL", name="has_deadline"),
        CheckConstraint("days BETWEEN 1 AND 1000", name="days"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    title: Mapped[str] = mapped_column(String(200))
    asked_of: Mapped[AskedOf] = mapped_column(enum_type(AskedOf, "asked_of"))
    body_ids: Mapped[Any] = mapped_column(JSON, default=list)
    is_induction: Mapped[bool]
    due_on: Mapped[date | None]
    days: Mapped[int | None]
    from_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]
    set_by: Mapped[int]

    courses: Mapped[list[Course]] = relationship(
        secondary="required_course", order_by="RequiredCourse.position", viewonly=True
    )
    withdrawal: Mapped[RequiredStudyWithdrawal | None] = relationship(viewonly=True)
    task: Mapped[StudyTask | None] = relationship(viewonly=True)

    def last_day(self, today: date) -> date:
        """The last day on which it was asked of somebody, or today while it is."""
        if self.withdrawal is None:
            return today
        return max(self.from_on, self.withdrawal.effective_on - timedelta(days=1))

    @property
    def rule(self) -> Rule:
        """Of whom it is asked, and by when."""
        return Rule(
            asked_of=self.asked_of,
            body_ids=frozenset(self.body_ids),
            is_induction=self.is_induction,
            due_on=self.due_on,
            days=self.days,
            from_on=self.from_on,
            recorded_at=self.recorded_at,
        )


class RequiredCourse(Base):
    """A course of a required study."""

    __tablename__ = "required_course"

    required_study_id: Mapped[int] = mapped_column(ForeignKey("required_study.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    position: Mapped[int]


class RequiredStudyWithdrawal(Base):
    """From this day on the study is no longer asked of anybody; for the days before, figures stay as they were."""

    __tablename__ = "required_study_withdrawal"

    required_study_id: Mapped[int] = mapped_column(
        ForeignKey("required_study.id"), primary_key=True, autoincrement=False
    )
    reason: Mapped[str] = mapped_column(String(500))
    effective_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]
    withdrawn_by: Mapped[int]


class RequiredStudyExemption(Base):
    """A deputy is exempted from one required study, with the reason; `is_exempt` false ends it. The last word counts."""

    __tablename__ = "required_study_exemption"
    __table_args__ = (Index("ix_required_study_exemption_mandate", "required_study_id", "mandate_id"),)

    id: Mapped[BigId]
    required_study_id: Mapped[int] = mapped_column(ForeignKey("required_study.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    is_exempt: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500))
    effective_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]
    recorded_by: Mapped[int]


class RequiredStudyStep(Base):
    """Somebody was told. The key is the promise: of each step there is one for a deputy, whatever runs twice."""

    __tablename__ = "required_study_step"

    required_study_id: Mapped[int] = mapped_column(ForeignKey("required_study.id"), primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(enum_type(Step, "step"), primary_key=True)
    recorded_at: Mapped[UtcDateTime]


for _model in (RequiredStudy, RequiredCourse, RequiredStudyWithdrawal, RequiredStudyExemption, RequiredStudyStep):
    append_only(_model.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
