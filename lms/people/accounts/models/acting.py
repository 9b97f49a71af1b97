"""Acting for a deputy (代办): shown, told, audited, and over soon."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.accounts.models.account import Account
from lms.people.models import Person

_LIVE = text("ended_at IS NULL")


class ActingEnd(StrEnum):
    """How an acting ended before its time was up."""

    DONE = "done"
    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"


class ActingFor(Base):
    """A liaison acts for a deputy of the own unit, in one login session, for a stated reason and a limited time."""

    __tablename__ = "acting_for"
    __table_args__ = (
        Index("uq_acting_for_live", "login_session_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_acting_for_person", "person_id"),
        CheckConstraint("expires_at > started_at", name="expires_after_start"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_has_reason"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"))
    login_session_id: Mapped[int] = mapped_column(ForeignKey("login_session.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    started_at: Mapped[UtcDateTime]
    expires_at: Mapped[UtcDateTime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[ActingEnd | None] = mapped_column(enum_type(ActingEnd, "end_reason"))

    account: Mapped[Account] = relationship()
    person: Mapped[Person] = relationship()
