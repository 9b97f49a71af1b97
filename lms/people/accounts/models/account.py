"""An account: one person's way in, for all congresses."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.core.permissions import POSTS, Role
from lms.people.models import Person


class Duty(StrEnum):
    """What an account is for: one of the three posts, or the congress's business. Never both (ADR 0015)."""

    POST = "post"
    BUSINESS = "business"

    @classmethod
    def of(cls, role: Role) -> Duty:
        """The duty that a role belongs to."""
        return cls.POST if role in POSTS else cls.BUSINESS


class Account(Base):
    """A person's way in. Without a password it waits for its activation code."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("id", "duty", name="uq_account_id_duty"),
        CheckConstraint("username = lower(username)", name="username_lower"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str | None] = mapped_column(String(64), unique=True)
    duty: Mapped[Duty] = mapped_column(enum_type(Duty, "duty"), default=Duty.BUSINESS)
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    # Which congress's system administrator opened it; the roster opens deputies' accounts, found by their mandates.
    opened_in: Mapped[int | None] = mapped_column(ForeignKey("congress.id"), index=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[UtcDateTime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    person: Mapped[Person] = relationship()

    @property
    def is_activated(self) -> bool:
        """Whether its owner has set a password."""
        return self.password_hash is not None

    @property
    def is_closed(self) -> bool:
        """Whether nobody can sign in with it any more."""
        return self.closed_at is not None
