"""Uploaded rosters."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type


class ImportState(StrEnum):
    """An uploaded roster is checked first, then applied or put away."""

    CHECKED = "checked"
    APPLIED = "applied"
    DISCARDED = "discarded"


class RosterImport(Base):
    """One uploaded roster file and what came of it.

    The file is kept sealed, as a blob, until the import is applied or put away; then it is let go.
    """

    __tablename__ = "roster_import"

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    file_name: Mapped[str]
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    state: Mapped[ImportState] = mapped_column(enum_type(ImportState, "state"), default=ImportState.CHECKED)
    counts: Mapped[Any] = mapped_column(JSON, default=dict)
    uploaded_by: Mapped[int | None]
    uploaded_at: Mapped[UtcDateTime]
    applied_at: Mapped[UtcDateTime | None]
