"""Whom a unit can send: its staff, kept so that they can be put forward again."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.models import ElectingBody, Person

LONGEST_POST = 60
LEFT = "staff_member.left"
"""The news that a unit does not send a member of its staff any more."""


class StaffState(StrEnum):
    """Whether a unit still sends a member of its staff."""

    ACTIVE = "active"
    LEFT = "left"


class StaffMember(Base):
    """One person on the staff of one sending unit (派员单位), with the post (职务). A person is on one unit's staff at a time."""

    __tablename__ = "staff_member"
    __table_args__ = (
        UniqueConstraint("electing_body_id", "person_id"),
        Index(
            "uq_staff_member_one_active",
            "congress_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index("ix_staff_member_person_id", "person_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    post: Mapped[str] = mapped_column(String(LONGEST_POST))
    state: Mapped[StaffState] = mapped_column(enum_type(StaffState, "state"), default=StaffState.ACTIVE)
    added_at: Mapped[UtcDateTime]

    electing_body: Mapped[ElectingBody] = relationship()
    person: Mapped[Person] = relationship()
