"""The notices room's one table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, PublicId, UtcDateTime

_UNREAD = text("read_at IS NULL")


class Notice(Base):
    """Something one person was told, as a msgid with parameters: it is read in the reader's language of that day."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_inbox", "person_id", "congress_id", "created_at"),
        Index("ix_notice_unread", "person_id", "congress_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(100))
    template: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    link_endpoint: Mapped[str] = mapped_column(String(100), default="")
    link_params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[UtcDateTime]
    read_at: Mapped[UtcDateTime | None]

    @property
    def is_unread(self) -> bool:
        """Whether the person has not yet said that it is read."""
        return self.read_at is None
