"""Signed-in browsers, and attempts that failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.accounts.models.account import Account


class Stage(StrEnum):
    """How far a sign-in has come. Only FULL makes an actor."""

    SECOND_FACTOR = "second_factor"
    FULL = "full"


class EndReason(StrEnum):
    """Why a login session was ended before its time."""

    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    REPLACED = "replaced"
    CREDENTIALS = "credentials"
    ROLES = "roles"
    CLOSED = "closed"


class LoginSession(Base):
    """One signed-in browser. The cookie carries a random token, the table its SHA-256 (ADR 0003)."""

    __tablename__ = "login_session"
    __table_args__ = (
        Index("ix_login_session_account", "account_id", "ended_at"),
        Index("ix_login_session_expires", "expires_at"),
        CheckConstraint("idle_seconds > 0", name="idle_seconds"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_has_reason"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    congress_id: Mapped[int | None] = mapped_column(ForeignKey("congress.id"))
    stage: Mapped[Stage] = mapped_column(enum_type(Stage, "stage"))
    device: Mapped[str] = mapped_column(String(80), default="")
    idle_seconds: Mapped[int]
    created_at: Mapped[UtcDateTime]
    last_seen_at: Mapped[UtcDateTime]
    expires_at: Mapped[UtcDateTime]
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = mapped_column(enum_type(EndReason, "end_reason"))

    account: Mapped[Account] = relationship()

    def is_live(self, now: datetime) -> bool:
        """Whether it still opens the door: not ended, and neither idle nor old for too long."""
        idle_at = self.last_seen_at + timedelta(seconds=self.idle_seconds)
        return self.ended_at is None and now < min(idle_at, self.expires_at)


class LoginAttempt(Base):
    """How often something was tried in vain: at an account, from a source, with a name nobody has. Keys are blind."""

    __tablename__ = "login_attempt"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"),)

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[UtcDateTime]
    locked_until: Mapped[datetime | None]
