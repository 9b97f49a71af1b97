"""What a person proves themselves with besides the password: one-time codes and the second factor."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, UtcDateTime, enum_type

_LIVE = text("used_at IS NULL AND voided_at IS NULL")


class CodePurpose(StrEnum):
    """Why a one-time code was issued."""

    FIRST_USE = "first_use"
    FORGOTTEN = "forgotten"
    RESET = "reset"


class ActivationCode(Base):
    """A one-time code with which the owner sets a password. Only an account's newest counts; kept as a digest."""

    __tablename__ = "activation_code"
    __table_args__ = (
        Index("uq_activation_code_live", "account_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[BigId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[CodePurpose] = mapped_column(enum_type(CodePurpose, "purpose"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    tries: Mapped[int] = mapped_column(default=0)
    issued_at: Mapped[UtcDateTime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[UtcDateTime]
    used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]


class TotpSecret(Base):
    """The second factor (RFC 6238). `last_step` is the newest time step that was accepted: none counts twice."""

    __tablename__ = "totp_secret"

    id: Mapped[BigId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int | None]
    created_at: Mapped[UtcDateTime]
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in once for the second factor when the telephone is lost. Kept as a digest."""

    __tablename__ = "recovery_code"

    id: Mapped[BigId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[UtcDateTime]
    used_at: Mapped[datetime | None]
