"""Proposals to correct an entry."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.records.models import EntryKind, RecordEntry


class CorrectionState(StrEnum):
    """A proposal waits, and is decided once.."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


_WAITING = text("state = 'proposed'")


class Correction(Base):
    """What an entry should say instead (`kind_id`, `occurred_on`, `content`), or that it should be taken back.

    `content` is the payload that the new entry would have, as canonical JSON; it goes when the entry is erased.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at_an_instant"),
        CheckConstraint("(state = 'approved') = (posted_entry_id IS NOT NULL)", name="approved_is_posted"),
        CheckConstraint("takes_back = (kind_id IS NULL)", name="other_values_have_a_kind"),
        CheckConstraint("takes_back = (occurred_on IS NULL)", name="other_values_have_a_day"),
        CheckConstraint("(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name="evidence_has_a_name"),
        # One proposal at a time: whoever decides sees all that is asked of an entry.
        Index("uq_correction_waiting", "entry_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_correction_congress", "congress_id", "state"),
        Index("ix_correction_evidence_sha256", "evidence_sha256"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"))
    takes_back: Mapped[bool]
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("entry_kind.id"))
    occurred_on: Mapped[date | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason: Mapped[str]
    evidence_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    evidence_name: Mapped[str | None]
    state: Mapped[CorrectionState] = mapped_column(
        enum_type(CorrectionState, "correction_state"), default=CorrectionState.PROPOSED
    )
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[UtcDateTime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    posted_entry_id: Mapped[int | None] = mapped_column(ForeignKey("record_entry.id"), unique=True)

    entry: Mapped[RecordEntry] = relationship(foreign_keys=[entry_id])
    kind: Mapped[EntryKind | None] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state is CorrectionState.PROPOSED

    @property
    def payload(self) -> dict[str, Any]:
        """What the new entry would be about; empty once it is erased, and for one that takes back."""
        said: dict[str, Any] = json.loads(self.content) if self.content else {}
        return said
