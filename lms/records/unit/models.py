"""Recordings by a unit's staff: one activity of several deputies."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.models import ElectingBody, Mandate
from lms.records.models import EntryKind, RecordEntry


class RecordingState(StrEnum):
    """Drafted to be looked at once more, then posted for good."""

    DRAFT = "draft"
    POSTED = "posted"


class UnitRecording(Base):
    """One activity. `public_id` comes with the form, so that the same form sent twice is one recording.

    Title, details and evidence lie here only until they are posted; then each entry has its own, which can be erased.
    """

    __tablename__ = "unit_recording"
    __table_args__ = (
        Index("ix_unit_recording_body", "electing_body_id", "drafted_at"),
        Index("ix_unit_recording_evidence_sha256", "evidence_sha256"),
        CheckConstraint("(state = 'draft') = (title IS NOT NULL)", name="emptied_when_posted"),
        CheckConstraint("state = 'draft' OR (details IS NULL AND evidence_sha256 IS NULL)", name="nothing_left"),
        CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name="posted_has_instant"),
        CheckConstraint("(state = 'posted') = (posted_by IS NOT NULL)", name="posted_by_somebody"),
        CheckConstraint("(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name="evidence_has_a_name"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("entry_kind.id"))
    occurred_on: Mapped[date]
    title: Mapped[str | None]
    details: Mapped[str | None]
    evidence_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    evidence_name: Mapped[str | None]
    state: Mapped[RecordingState] = mapped_column(enum_type(RecordingState, "state"), default=RecordingState.DRAFT)
    drafted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[UtcDateTime]
    posted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    posted_at: Mapped[UtcDateTime | None]

    kind: Mapped[EntryKind] = relationship()
    electing_body: Mapped[ElectingBody] = relationship()
    deputies: Mapped[list[RecordedDeputy]] = relationship(cascade="all, delete-orphan", order_by="RecordedDeputy.place")


class RecordedDeputy(Base):
    """A deputy of a recording, in the order of the unit's list, with the entry that was posted."""

    __tablename__ = "unit_recording_deputy"

    recording_id: Mapped[int] = mapped_column(ForeignKey("unit_recording.id", ondelete="CASCADE"), primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), primary_key=True)
    place: Mapped[int]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("record_entry.id"), unique=True)

    mandate: Mapped[Mandate] = relationship()
    entry: Mapped[RecordEntry | None] = relationship()
