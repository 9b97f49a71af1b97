"""Objections and their answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.models import Mandate
from lms.records.checks.models import CheckPeriod
from lms.records.corrections.models import Correction
from lms.records.models import RecordEntry


class ObjectionState(StrEnum):
    """An objection is open until another officer upholds or rejects it, always with a reason."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


_OPEN = text("state = 'open'")


class Objection(Base):
    """A deputy objects to an entry, or says what is missing (`entry_id` is NULL, `happened_on` the day).

    Upheld, it leads to a proposed correction of the entry, or to the entry that was missing.
    """

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(entry_id IS NULL) = (happened_on IS NOT NULL)", name="entry_or_day"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at_an_instant"),
        CheckConstraint("state = 'open' OR decision_reason <> ''", name="decided_with_a_reason"),
        CheckConstraint("decided_by <> filed_by", name="another_person"),
        CheckConstraint(
            "(state = 'upheld') = (correction_id IS NOT NULL OR posted_entry_id IS NOT NULL)", name="upheld_leads_on"
        ),
        CheckConstraint("(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name="evidence_has_a_name"),
        # One at a time about an entry; what is missing can be many things.
        Index("uq_objection_open", "entry_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_objection_congress", "congress_id", "state"),
        Index("ix_objection_mandate_id", "mandate_id"),
        Index("ix_objection_period_id", "period_id"),
        Index("ix_objection_evidence_sha256", "evidence_sha256"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("record_entry.id"))
    happened_on: Mapped[date | None]
    period_id: Mapped[int | None] = mapped_column(ForeignKey("check_period.id"))
    # The deputy's own words; they go when the entry is erased.
    text: Mapped[str]
    evidence_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    evidence_name: Mapped[str | None]
    filed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # Whoever sat at the screen acted for the deputy (代办).
    is_filed_for: Mapped[bool] = mapped_column(default=False)
    filed_at: Mapped[UtcDateTime]
    state: Mapped[ObjectionState] = mapped_column(
        enum_type(ObjectionState, "objection_state"), default=ObjectionState.OPEN
    )
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("correction.id"))
    posted_entry_id: Mapped[int | None] = mapped_column(ForeignKey("record_entry.id"))

    mandate: Mapped[Mandate] = relationship()
    entry: Mapped[RecordEntry | None] = relationship(foreign_keys=[entry_id])
    posted_entry: Mapped[RecordEntry | None] = relationship(foreign_keys=[posted_entry_id])
    correction: Mapped[Correction | None] = relationship()
    period: Mapped[CheckPeriod | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state is ObjectionState.OPEN
