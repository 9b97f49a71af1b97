"""Who signed in on which day, and who completed the study session."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime
from lms.study_sessions.models import Enrolment


class SignIn(Base):
    """One participant was there on one day, as staff recorded it by name. A mark made by mistake is taken back."""

    __tablename__ = "sign_in"
    __table_args__ = (UniqueConstraint("enrolment_id", "day"), Index("ix_sign_in_day", "study_session_id", "day"))

    id: Mapped[BigId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    day: Mapped[date]
    recorded_by: Mapped[int]
    recorded_at: Mapped[UtcDateTime]


class StudySessionCompletion(Base):
    """How a study session ended for one participant. Append-only, with the two times: effective and recorded.

    `reason` says why somebody completed who was not there every day, and is empty otherwise.
    """

    __tablename__ = "study_session_completion"
    __table_args__ = (
        Index("ix_study_session_completion_session", "study_session_id"),
        Index("ix_study_session_completion_person", "person_id"),
        CheckConstraint("days_present >= 0 AND days_present <= days_held", name="days_present"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_completed: Mapped[bool]
    days_present: Mapped[int]
    days_held: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    effective_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]
    recorded_by: Mapped[int]

    enrolment: Mapped[Enrolment] = relationship()


append_only(StudySessionCompletion.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
