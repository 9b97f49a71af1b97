"""How the places were shared, which units take part, and the approval of the study session."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.study_sessions.states import COUNTED_SQL, Basis

LONGEST_NUMBER, LONGEST_NAME = 100, 200


class ApportionmentRun(Base):
    """How the places were shared: basis, day, and the worksheet that explains every number. Append-only."""

    __tablename__ = "apportionment_run"
    __table_args__ = (
        CheckConstraint(f"({COUNTED_SQL}) = (as_at IS NOT NULL)", name="in_office_names_its_day"),
        Index("ix_apportionment_run_study_session_id", "study_session_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    basis: Mapped[Basis] = mapped_column(enum_type(Basis, "basis"))
    as_at: Mapped[date | None]
    worksheet: Mapped[Any] = mapped_column(JSON)
    account_id: Mapped[int]
    applied_at: Mapped[UtcDateTime]


class SessionUnit(Base):
    """An electing body that takes part in a study session. Where a study session has none of these, all take part."""

    __tablename__ = "study_session_unit"

    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"), primary_key=True, autoincrement=False)
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"), primary_key=True, autoincrement=False)


class SessionApproval(Base):
    """The approval of a study session (请示 or 方案): its number, day and file. The newest holds. Append-only."""

    __tablename__ = "study_session_approval"
    __table_args__ = (
        CheckConstraint("(file_sha256 IS NULL) = (file_name IS NULL)", name="file_has_name"),
        Index("ix_study_session_approval_study_session_id", "study_session_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    approved_on: Mapped[date]
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    file_name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    account_id: Mapped[int]
    recorded_at: Mapped[UtcDateTime]


for _table in (ApportionmentRun, SessionApproval):
    append_only(_table.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
