"""Requests that changed something, kept for a while so that one which is sent again is answered and not done again."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, UtcDateTime


class ApiRequest(Base):
    """A request by its idempotency key, with the answer to the byte. The row is written in the transaction of the act.

    `status` and `body` are NULL only inside that transaction.
    """

    __tablename__ = "api_request"
    __table_args__ = (
        UniqueConstraint("token_id", "key"),
        Index("ix_api_request_created_at", "created_at"),
        CheckConstraint("length(digest) = 32", name="digest_is_sha256"),
        CheckConstraint("(status IS NULL) = (body IS NULL)", name="answer_is_whole"),
    )

    id: Mapped[BigId]
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))
    key: Mapped[str] = mapped_column(String(64))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[UtcDateTime]
