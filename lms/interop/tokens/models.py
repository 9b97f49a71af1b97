"""Tokens by which other systems ask, and who let them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.clock import local_date
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.accounts.models import Account
from lms.people.models import ElectingBody


class Scope(StrEnum):
    """What a token is good for. The catalogue of kinds is open to every token."""

    ENTRIES_WRITE = "entries:write"
    ENTRIES_READ = "entries:read"
    DEPUTIES_READ = "deputies:read"
    DEPUTIES_CARDS = "deputies:cards"


class TokenState(StrEnum):
    """Requested, then granted or declined; what was granted is issued once, and can be revoked at any time."""

    REQUESTED = "requested"
    DECLINED = "declined"
    GRANTED = "granted"
    ISSUED = "issued"
    REVOKED = "revoked"


# Whoever holds one of these may yet ask; the others are done with.
LIVE = frozenset({TokenState.REQUESTED, TokenState.GRANTED, TokenState.ISSUED})


class ApiToken(Base):
    """A token of one system in one congress, perhaps for one electing body. Of its secret only SHA-256 is kept.

    `system` names what asks, from one token to the next: with it begins the source key of every entry it sends.
    `writes` counts the requests that change something in the minute `writes_in`.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        Index("uq_api_token_secret_digest", "secret_digest", unique=True),
        Index("ix_api_token_congress", "congress_id", "requested_at"),
        CheckConstraint("decided_by <> requested_by", name="two_people"),
        CheckConstraint("issued_by <> decided_by", name="who_grants_takes_no_secret"),
        CheckConstraint("expires_at > requested_at", name="expires_later"),
        CheckConstraint("(state = 'requested') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(state = 'revoked') = (revoked_by IS NOT NULL)", name="revoked_by_somebody"),
        CheckConstraint("(secret_digest IS NULL) = (issued_by IS NULL)", name="secret_taken_by_somebody"),
        CheckConstraint("state <> 'issued' OR secret_digest IS NOT NULL", name="issued_has_secret"),
        CheckConstraint("secret_digest IS NULL OR state IN ('issued', 'revoked')", name="secret_once_issued"),
        CheckConstraint("secret_digest IS NULL OR length(secret_digest) = 32", name="digest_is_sha256"),
        CheckConstraint("writes >= 0", name="writes"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    electing_body_id: Mapped[int | None] = mapped_column(ForeignKey("electing_body.id"))
    system: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[Any] = mapped_column(JSON)
    state: Mapped[TokenState] = mapped_column(enum_type(TokenState, "state"), default=TokenState.REQUESTED)
    secret_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[UtcDateTime]
    requested_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[UtcDateTime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    writes_in: Mapped[datetime | None]
    writes: Mapped[int] = mapped_column(default=0)

    electing_body: Mapped[ElectingBody | None] = relationship()
    requester: Mapped[Account] = relationship(foreign_keys=[requested_by])

    @property
    def expires_on(self) -> date:
        """The last day on which it is good, in Asia/Shanghai: it expires when that day is over."""
        return local_date(self.expires_at) - timedelta(days=1)

    def is_expired(self, now: datetime) -> bool:
        """Whether its time has run out before anybody ended it."""
        return self.state in LIVE and self.expires_at <= now
