"""The audit log's one table."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime


class AuditEvent(Base):
    """One act of one account. Ids are opaque: the log outlives what it speaks of, so it has no foreign keys."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_congress_recorded", "congress_id", "recorded_at"),
        Index("ix_audit_event_subject", "subject_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int | None]
    account_id: Mapped[int | None]
    acting_for_person_id: Mapped[int | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    fields: Mapped[Any] = mapped_column(JSON, default=list)
    succeeded: Mapped[bool] = mapped_column(default=True)
    recorded_at: Mapped[UtcDateTime]


append_only(AuditEvent.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
