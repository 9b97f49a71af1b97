"""Tasks, what the units handed in, and what was returned to them. All of it only grows, as required study does.

A task is a required study that is given to units (ADR 0026): its title, its units, its last day, its courses if any,
its exemptions and its withdrawal are those of its `RequiredStudy`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.learning.required.models import RequiredStudy
from lms.learning.viewings.models import GroupViewing
from lms.records.unit.models import UnitRecording

if TYPE_CHECKING:
    from lms.people.models import ElectingBody

LONGEST_TEXT, LONGEST_WORDS = 2000, 500


class MetBy(StrEnum):
    """What else satisfies a task, beside completing its courses."""

    SESSION = "study_session"
    VIEWING = "group_viewing"
    OWN_CLASS = "own_class"


class TaskStep(StrEnum):
    """What was told about one unit's part of a task, each once."""

    REMINDED = "reminded"  # The unit's liaisons, before the day.
    HANDED_ON = "handed_on"  # The organizer, after the day.


class StudyTask(Base):
    """That a required study is given to units, in which words, and what satisfies it beside its courses (`MetBy`)."""

    __tablename__ = "study_task"

    required_study_id: Mapped[int] = mapped_column(
        ForeignKey("required_study.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    met_by: Mapped[Any] = mapped_column(JSON)

    study: Mapped[RequiredStudy] = relationship()

    @property
    def ways(self) -> tuple[MetBy, ...]:
        """What satisfies it beside its courses, in the order of `MetBy`."""
        return tuple(each for each in MetBy if each in self.met_by)

    def is_given_to(self, body: ElectingBody) -> bool:
        """Whether a body of the congress is among its units."""
        study = self.study
        return body.term_id == study.term_id and (not study.body_ids or body.id in study.body_ids)


class StudyTaskReport(Base):
    """What a unit handed in: a whole statement, which stands in place of the one before. `public_id` comes with the form."""

    __tablename__ = "study_task_report"
    __table_args__ = (Index("ix_study_task_report_body", "required_study_id", "electing_body_id"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    required_study_id: Mapped[int] = mapped_column(ForeignKey("study_task.required_study_id"))
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    reported_by: Mapped[int]
    recorded_at: Mapped[UtcDateTime]

    means: Mapped[list[StudyTaskMeans]] = relationship(order_by="StudyTaskMeans.id")
    returned: Mapped[StudyTaskReturn | None] = relationship(viewonly=True)


class StudyTaskMeans(Base):
    """One thing by which a unit met a task: a confirmed viewing, an entered recording, or a study session.

    A study session is known by the day and the stem of its entries in the record, `study_session:<uuid>`: the floor of
    study sessions lies above this one. No title is kept: those of the record can be erased.
    """

    __tablename__ = "study_task_means"
    __table_args__ = (
        Index("ix_study_task_means_report_id", "report_id"),
        CheckConstraint("(met_by = 'group_viewing') = (viewing_id IS NOT NULL)", name="viewing"),
        CheckConstraint("(met_by = 'own_class') = (recording_id IS NOT NULL)", name="recording"),
        CheckConstraint("(met_by = 'study_session') = (session_key IS NOT NULL)", name="session"),
        CheckConstraint("(session_key IS NULL) = (session_on IS NULL)", name="session_has_a_day"),
    )

    id: Mapped[BigId]
    report_id: Mapped[int] = mapped_column(ForeignKey("study_task_report.id"))
    met_by: Mapped[MetBy] = mapped_column(enum_type(MetBy, "met_by"))
    viewing_id: Mapped[int | None] = mapped_column(ForeignKey("group_viewing.id"))
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("unit_recording.id"))
    session_key: Mapped[str | None] = mapped_column(String(80))
    session_on: Mapped[date | None]

    viewing: Mapped[GroupViewing | None] = relationship(viewonly=True)
    recording: Mapped[UnitRecording | None] = relationship(viewonly=True)


class StudyTaskReturn(Base):
    """The organizer gave a report back, with the reason: it counts for nothing from then on."""

    __tablename__ = "study_task_return"

    report_id: Mapped[int] = mapped_column(ForeignKey("study_task_report.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(500))
    returned_by: Mapped[int]
    recorded_at: Mapped[UtcDateTime]


class StudyTaskStep(Base):
    """Somebody was told of a unit's part. The key is the promise: each step is taken once."""

    __tablename__ = "study_task_step"

    required_study_id: Mapped[int] = mapped_column(ForeignKey("study_task.required_study_id"), primary_key=True)
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"), primary_key=True)
    step: Mapped[TaskStep] = mapped_column(enum_type(TaskStep, "step"), primary_key=True)
    recorded_at: Mapped[UtcDateTime]


for _model in (StudyTask, StudyTaskReport, StudyTaskMeans, StudyTaskReturn, StudyTaskStep):
    append_only(_model.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
