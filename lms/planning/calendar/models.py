"""The dates of a congress's year that are entered by hand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type


class DateKind(StrEnum):
    """What a date is: the yearly plenary session, a meeting of the standing committee, or something else."""

    PLENARY = "plenary"
    COMMITTEE = "committee"
    OTHER = "other"


class CalendarDate(Base):
    """Some days of the year and what they are for. A date that is removed is gone; the audit log says by whom."""

    __tablename__ = "calendar_date"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days_in_order"),
        Index("ix_calendar_date_congress", "congress_id", "first_on"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    kind: Mapped[DateKind] = mapped_column(enum_type(DateKind, "kind"))
    title: Mapped[str] = mapped_column(String(100))
    first_on: Mapped[date]
    last_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(200), default="")
    entered_by: Mapped[int]
    entered_at: Mapped[UtcDateTime]
