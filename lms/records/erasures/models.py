"""Proposals to erase, and what was erased."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.records.models import RecordEntry


class ErasureGround(StrEnum):
    """Why details are erased (Personal Information Protection Law, art. 47).

    REPLAYED is what a restore writes for an erasure that the backup did not know yet: the ground stands in no backup.
    """

    PURPOSE_FULFILLED = "47_1"
    CONSENT_WITHDRAWN = "47_3"
    UNLAWFUL = "47_4"
    OTHER_LAW = "47_5"
    REPLAYED = "replayed"


class ErasureState(StrEnum):
    """A proposal waits, and is decided once."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


_WAITING = text("state = 'proposed'")


class ErasureProposal(Base):
    """One person asks that the details of an entry, and of those that it superseded, be erased."""

    __tablename__ = "erasure_proposal"
    __table_args__ = (
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at_an_instant"),
        CheckConstraint("ground <> 'replayed'", name="ground_is_given"),
        Index("uq_erasure_proposal_waiting", "entry_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_erasure_proposal_congress", "congress_id", "state"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"))
    ground: Mapped[ErasureGround] = mapped_column(enum_type(ErasureGround, "erasure_ground"))
    reason: Mapped[str]
    state: Mapped[ErasureState] = mapped_column(enum_type(ErasureState, "erasure_state"), default=ErasureState.PROPOSED)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[UtcDateTime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")

    entry: Mapped[RecordEntry] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state is ErasureState.PROPOSED


class EntryErasure(Base):
    """The details of one entry were erased: payload, salt, evidence, and what was proposed in their place."""

    __tablename__ = "entry_erasure"
    __table_args__ = (
        CheckConstraint("(ground = 'replayed') = (approved_by IS NULL)", name="approved_unless_replayed"),
        CheckConstraint("(approved_by IS NULL) = (proposed_by IS NULL)", name="proposed_unless_replayed"),
        CheckConstraint("approved_by <> proposed_by", name="two_people"),
    )

    id: Mapped[BigId]
    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"), unique=True)
    ground: Mapped[ErasureGround] = mapped_column(enum_type(ErasureGround, "erasure_ground"))
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[UtcDateTime]
    recorded_at: Mapped[UtcDateTime]


append_only(EntryErasure.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
