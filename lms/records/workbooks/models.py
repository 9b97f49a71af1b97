"""Workbooks that were handed in."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type


class WorkbookState(StrEnum):
    """A workbook is checked first, then entered or put away."""

    CHECKED = "checked"
    ENTERED = "entered"
    PUT_AWAY = "put_away"


class EntryWorkbook(Base):
    """One workbook of entries and what came of it.

    The file is kept sealed, as a blob, until it is entered or put away; then it is let go.
    """

    __tablename__ = "entry_workbook"
    __table_args__ = (
        Index("ix_entry_workbook_congress", "congress_id", "handed_in_at"),
        Index("ix_entry_workbook_file_sha256", "file_sha256"),
        CheckConstraint("(state = 'checked') = (file_sha256 IS NOT NULL)", name="kept_while_checked"),
        CheckConstraint("(state = 'entered') = (entered_by IS NOT NULL)", name="entered_by_somebody"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    file_name: Mapped[str]
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    state: Mapped[WorkbookState] = mapped_column(enum_type(WorkbookState, "state"), default=WorkbookState.CHECKED)
    counts: Mapped[Any] = mapped_column(JSON, default=dict)
    handed_in_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    handed_in_at: Mapped[UtcDateTime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[UtcDateTime | None]
