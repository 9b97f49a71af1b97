"""Short messages and mail as rows: nothing leaves before the transaction that wanted it has committed.

Address and text are encrypted. The text is erased as soon as the message has left or cannot leave any more, the
address after `ADDRESS_KEPT`; who was told what about, and when, stays until `ROW_KEPT`.
"""

from __future__ import annotations

import json
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import crypto
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

ADDRESS_KEPT = timedelta(days=30)
ROW_KEPT = timedelta(days=200)  # Six months and a little (Cybersecurity Law, art. 21 (3)).


class Channel(StrEnum):
    """The way a message takes."""

    SMS = "sms"
    MAIL = "mail"


class MessageState(StrEnum):
    """Where a message stands. Bounced: the gateway refuses it for good. Failed: given up after many tries."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    FAILED = "failed"


_OPEN = sql("state IN ('queued', 'sending')")


class OutboxMessage(Base):
    """One message to one address."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("content IS NOT NULL OR state NOT IN ('queued', 'sending')", name="content"),
        CheckConstraint("content IS NULL OR state NOT IN ('sent', 'bounced', 'expired')", name="erased"),
        Index("ix_outbox_message_open", "next_try_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_outbox_message_queued_at", "queued_at"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    channel: Mapped[Channel] = mapped_column(enum_type(Channel, "outbox_channel"))
    purpose: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[int | None]
    address: Mapped[bytes | None] = mapped_column(LargeBinary)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[MessageState] = mapped_column(
        enum_type(MessageState, "outbox_message_state"), default=MessageState.QUEUED
    )
    queued_at: Mapped[UtcDateTime]
    next_try_at: Mapped[UtcDateTime]
    expires_at: Mapped[UtcDateTime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[UtcDateTime | None]
    last_error: Mapped[str] = mapped_column(String(200), default="")


def send_sms(
    session: Session,
    *,
    to: str,
    text: str,
    purpose: str,
    now: datetime,
    person_id: int | None = None,
    expires_at: datetime | None = None,
) -> OutboxMessage:
    """Queue a short message in the caller's transaction.

    Args:
        to: the number, as the gateway wants it.
        text: what the person reads, in the person's language.
        purpose: `<room>.<noun>`, e.g. `accounts.activation`; it stays when the text is gone.
        expires_at: after this instant it is not sent any more; for codes that have run out.
    """
    return _queue(
        session,
        channel=Channel.SMS,
        address=crypto.encrypt(to),
        content=_seal({"text": text}),
        purpose=purpose,
        person_id=person_id,
        queued_at=now,
        next_try_at=now,
        expires_at=expires_at,
    )


def send_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    purpose: str,
    now: datetime,
    person_id: int | None = None,
    expires_at: datetime | None = None,
) -> OutboxMessage:
    """Queue a mail in plain text in the caller's transaction; see `send_sms`."""
    return _queue(
        session,
        channel=Channel.MAIL,
        address=crypto.encrypt(to),
        content=_seal({"subject": subject, "text": text}),
        purpose=purpose,
        person_id=person_id,
        queued_at=now,
        next_try_at=now,
        expires_at=expires_at,
    )


def content_of(message: OutboxMessage) -> dict[str, str]:
    """The text, and a mail's subject; empty once it is erased."""
    content: dict[str, str] = json.loads(crypto.decrypt(message.content)) if message.content else {}
    return content


def _seal(content: dict[str, str]) -> bytes:
    return crypto.encrypt(json.dumps(content, ensure_ascii=False))


def _queue(session: Session, **columns: object) -> OutboxMessage:
    message = OutboxMessage(**columns)
    session.add(message)
    session.flush()
    return message
