"""Venues, lecturers, and their bookings. Two primary keys promise that nobody and nothing is in two places at once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type


class VenueKind(StrEnum):
    """Where a study session is held, or where it goes to for a day."""

    VENUE = "venue"
    SITE = "site"


class Half(StrEnum):
    """Which part of each of its days a booking takes. A venue is always booked for whole days."""

    DAY = "day"
    MORNING = "morning"
    AFTERNOON = "afternoon"


HALVES = {
    Half.DAY: (Half.MORNING, Half.AFTERNOON),
    Half.MORNING: (Half.MORNING,),
    Half.AFTERNOON: (Half.AFTERNOON,),
}
"""The half-days that each part takes."""


class Venue(Base):
    """A venue (会场) or teaching site (现场教学点). `capacity` None is one whose size nobody has said."""

    __tablename__ = "venue"
    __table_args__ = (
        UniqueConstraint("congress_id", "name"),
        CheckConstraint("capacity > 0", name="holds_somebody"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    kind: Mapped[VenueKind] = mapped_column(enum_type(VenueKind, "kind"))
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200), default="")
    capacity: Mapped[int | None]
    rooms: Mapped[str] = mapped_column(String(500), default="")
    retired_at: Mapped[UtcDateTime | None]


class Lecturer(Base):
    """A teacher of the pool (师资库): name, post and topics, and nothing about money."""

    __tablename__ = "lecturer"
    __table_args__ = (UniqueConstraint("congress_id", "name", "post"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    name: Mapped[str] = mapped_column(String(100))
    post: Mapped[str] = mapped_column(String(200), default="")
    topics: Mapped[str] = mapped_column(String(500), default="")
    retired_at: Mapped[UtcDateTime | None]


class Booking(Base):
    """A venue or a lecturer is taken for some days, for a subject of another room or for what the title says."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("(venue_id IS NULL) <> (lecturer_id IS NULL)", name="of_one_thing"),
        CheckConstraint("first_on <= last_on", name="days_in_order"),
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="subject_whole"),
        CheckConstraint("people > 0", name="of_somebody"),
        CheckConstraint("venue_id IS NULL OR half = 'day'", name="venue_for_whole_days"),
        Index("ix_booking_venue_id", "venue_id", "first_on"),
        Index("ix_booking_lecturer_id", "lecturer_id", "first_on"),
        Index("ix_booking_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    lecturer_id: Mapped[int | None] = mapped_column(ForeignKey("lecturer.id"))
    subject_kind: Mapped[str | None] = mapped_column(String(50))
    subject_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(200))
    first_on: Mapped[date]
    last_on: Mapped[date]
    half: Mapped[Half] = mapped_column(enum_type(Half, "half"))
    people: Mapped[int | None]
    booked_by: Mapped[int]
    booked_at: Mapped[UtcDateTime]
    cancelled_by: Mapped[int | None]
    cancelled_at: Mapped[UtcDateTime | None]

    venue: Mapped[Venue | None] = relationship(viewonly=True)
    lecturer: Mapped[Lecturer | None] = relationship(viewonly=True)

    @property
    def span(self) -> tuple[date, date]:
        """Its first and its last day."""
        return self.first_on, self.last_on

    def cancel(self, account_id: int, now: datetime) -> None:
        """Give it back; the row stays and says who did."""
        self.cancelled_by, self.cancelled_at = account_id, now


class VenueDay(Base):
    """A day of a venue that is taken: one booking a day, whatever two organizers do at once."""

    __tablename__ = "venue_day"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)


class LecturerHalfDay(Base):
    """Half a day of a lecturer that is taken."""

    __tablename__ = "lecturer_half_day"

    lecturer_id: Mapped[int] = mapped_column(ForeignKey("lecturer.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    half: Mapped[Half] = mapped_column(enum_type(Half, "half"), primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
