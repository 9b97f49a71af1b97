"""Letterheads, the numbers of letters, drafts that three hands pass on, and letters."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.notices.letters.states import Delivery, DraftState, LetterState
from lms.people.models import LetterForm


class Letterhead(Base):
    """In whose name a congress's letters go out (发文机关), under which mark (机关代字), and whom to ask."""

    __tablename__ = "letterhead"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"), primary_key=True, autoincrement=False)
    issuer: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(20))
    contact: Mapped[str] = mapped_column(String(100), default="")
    changed_at: Mapped[UtcDateTime]
    changed_by: Mapped[int]


class LetterSeries(Base):
    """The last number given in a congress and year. Its row is the lock under which the next is given."""

    __tablename__ = "letter_series"
    __table_args__ = (CheckConstraint("last_number >= 0", name="from_one"),)

    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class LetterDraft(Base):
    """A draft (发文稿) of one or many letters: drafted by one person, checked and signed by others.

    `purpose` names the room that makes its letters, e.g. `study_sessions.call_up`.
    """

    __tablename__ = "letter_draft"
    __table_args__ = (
        CheckConstraint("checked_by <> drafted_by", name="checked_by_another"),
        CheckConstraint("signed_by <> drafted_by", name="signed_by_another"),
        CheckConstraint("(checked_by IS NULL) = (checked_at IS NULL)", name="checked_when"),
        CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", name="signed_when"),
        CheckConstraint("(state = 'signed') = (signed_by IS NOT NULL)", name="signed_by_somebody"),
        CheckConstraint("signed_by IS NULL OR checked_by IS NOT NULL", name="checked_before"),
        Index("ix_letter_draft_congress_id_state", "congress_id", "state"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    purpose: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[DraftState] = mapped_column(enum_type(DraftState, "state"), default=DraftState.DRAFTED)
    drafted_by: Mapped[int]
    drafted_at: Mapped[UtcDateTime]
    checked_by: Mapped[int | None]
    checked_at: Mapped[UtcDateTime | None]
    signed_by: Mapped[int | None]
    signed_at: Mapped[UtcDateTime | None]


class Letter(Base):
    """A signed letter. Its number, text and addressee are as they were signed; only what becomes of it moves."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("congress_id", "year", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
        Index("ix_letter_congress_id_state", "congress_id", "state"),
        Index("ix_letter_draft_id", "draft_id"),
        Index("ix_letter_mail_id", "mail_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    draft_id: Mapped[int] = mapped_column(ForeignKey("letter_draft.id"))
    year: Mapped[int]
    number: Mapped[int]
    # 文号, as it stands on the letter.
    reference: Mapped[str] = mapped_column(String(60))
    form: Mapped[LetterForm] = mapped_column(enum_type(LetterForm, "form"))
    issuer: Mapped[str] = mapped_column(String(60))
    contact: Mapped[str] = mapped_column(String(100))
    addressee: Mapped[str]
    address: Mapped[str]
    email: Mapped[str]
    title: Mapped[str]
    paragraphs: Mapped[Any] = mapped_column(JSON)
    delivery: Mapped[Delivery] = mapped_column(enum_type(Delivery, "delivery"))
    state: Mapped[LetterState] = mapped_column(enum_type(LetterState, "state"), default=LetterState.TO_SEND)
    signed_at: Mapped[UtcDateTime]
    changed_at: Mapped[UtcDateTime]
    # The message in the outbox; its row goes after its time, the letter stays.
    mail_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    sealed_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))

    draft: Mapped[LetterDraft] = relationship()
    supersedes: Mapped[Letter | None] = relationship(remote_side="Letter.id")

    @property
    def is_without_address(self) -> bool:
        """Whether it cannot be sent before somebody says where to."""
        return not self.address and not self.email


class LetterEvent(Base):
    """What became of a letter, when and by whom. Append-only: it explains the present state."""

    __tablename__ = "letter_event"
    __table_args__ = (Index("ix_letter_event_letter_id", "letter_id"),)

    id: Mapped[BigId]
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    state: Mapped[LetterState] = mapped_column(enum_type(LetterState, "state"))
    note: Mapped[str] = mapped_column(String(200), default="")
    account_id: Mapped[int | None]
    happened_at: Mapped[UtcDateTime]


append_only(LetterEvent.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
