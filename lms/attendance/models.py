"""Who was there, and who completed a study session. All of it is append-only: it vouches for what was paid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime
from lms.study_sessions.models import Enrolment


class SignIn(Base):
    """One participant marked present on one day, by name; a later row with `is_present` false takes it back."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_enrolment_id_day", "enrolment_id", "day"),)

    id: Mapped[BigId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    day: Mapped[date]
    is_present: Mapped[bool]
    account_id: Mapped[int]
    recorded_at: Mapped[UtcDateTime]


class PresenceException(Base):
    """The organizer lets someone complete without having been there every day, and says why; a later row ends it."""

    __tablename__ = "presence_exception"
    __table_args__ = (Index("ix_presence_exception_enrolment_id", "enrolment_id"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    is_excused: Mapped[bool]
    reason: Mapped[str]
    account_id: Mapped[int]
    recorded_at: Mapped[UtcDateTime]


class Completion(Base):
    """A participant completed a study session, effective on its last day. The person's, with or without a mandate."""

    __tablename__ = "study_session_completion"
    __table_args__ = (Index("ix_study_session_completion_study_session_id", "study_session_id"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    completed_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]

    enrolment: Mapped[Enrolment] = relationship(viewonly=True)


for _table in (SignIn, PresenceException, Completion):
    append_only(_table.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
