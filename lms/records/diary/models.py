"""Notes of the diary and the steps that they took."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.models import Mandate
from lms.records.models import EntryKind, RecordEntry


class NoteState(StrEnum):
    """Where a note stands. Verified and withdrawn are for good."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


# What may follow on what. A returned note is mended and submitted again.
MOVES: dict[NoteState, frozenset[NoteState]] = {
    NoteState.DRAFT: frozenset({NoteState.SUBMITTED, NoteState.WITHDRAWN}),
    NoteState.SUBMITTED: frozenset({NoteState.VERIFIED, NoteState.RETURNED, NoteState.WITHDRAWN}),
    NoteState.RETURNED: frozenset({NoteState.SUBMITTED, NoteState.WITHDRAWN}),
    NoteState.VERIFIED: frozenset(),
    NoteState.WITHDRAWN: frozenset(),
}
EDITABLE = frozenset({NoteState.DRAFT, NoteState.RETURNED})


class DiaryNote(Base):
    """What a deputy wrote down of the own work. Title and text lie here only until the note is an entry or withdrawn."""

    __tablename__ = "diary_note"
    __table_args__ = (
        Index("ix_diary_note_mandate", "mandate_id", "occurred_on"),
        Index("ix_diary_note_state", "congress_id", "state", "submitted_at"),
        Index("ix_diary_note_evidence_sha256", "evidence_sha256"),
        CheckConstraint("(state IN ('verified', 'withdrawn')) = (title IS NULL)", name="emptied_at_the_end"),
        CheckConstraint("title IS NOT NULL OR (text IS NULL AND evidence_sha256 IS NULL)", name="nothing_left"),
        CheckConstraint("(state = 'verified') = (entry_id IS NOT NULL)", name="verified_has_entry"),
        CheckConstraint("(state = 'returned') = (reason IS NOT NULL)", name="returned_has_reason"),
        CheckConstraint("(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name="evidence_has_a_name"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("entry_kind.id"))
    occurred_on: Mapped[date]
    title: Mapped[str | None]
    text: Mapped[str | None]
    evidence_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    evidence_name: Mapped[str | None]
    state: Mapped[NoteState] = mapped_column(enum_type(NoteState, "state"), default=NoteState.DRAFT)
    reason: Mapped[str | None]
    written_at: Mapped[UtcDateTime]
    submitted_at: Mapped[UtcDateTime | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("record_entry.id"), unique=True)

    kind: Mapped[EntryKind] = relationship()
    mandate: Mapped[Mandate] = relationship()
    entry: Mapped[RecordEntry | None] = relationship()
    steps: Mapped[list[DiaryStep]] = relationship(order_by="DiaryStep.id", viewonly=True)

    def may_become(self, state: NoteState) -> bool:
        """Whether the note can go on to a state."""
        return state in MOVES[self.state]


class DiaryStep(Base):
    """That a note came to a state: when, by whom, and whether for the deputy (代办). Append-only, without any text."""

    __tablename__ = "diary_step"
    __table_args__ = (Index("ix_diary_step_note", "note_id"),)

    id: Mapped[BigId]
    note_id: Mapped[int] = mapped_column(ForeignKey("diary_note.id"))
    state: Mapped[NoteState] = mapped_column(enum_type(NoteState, "state"))
    recorded_at: Mapped[UtcDateTime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    is_for_deputy: Mapped[bool]


append_only(DiaryStep.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
