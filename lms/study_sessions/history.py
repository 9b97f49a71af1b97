"""What happened to places: who was put forward, confirmed and let go, and which places passed from one pool to another."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.study_sessions.states import PlaceState


class EnrolmentChange(Base):
    """What happened to an enrolment, when, by whom and why. Append-only: it explains the present state."""

    __tablename__ = "enrolment_change"
    __table_args__ = (Index("ix_enrolment_change_enrolment_id", "enrolment_id"),)

    id: Mapped[BigId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    from_state: Mapped[PlaceState | None] = mapped_column(enum_type(PlaceState, "from_state"))
    to_state: Mapped[PlaceState] = mapped_column(enum_type(PlaceState, "to_state"))
    reason: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None]
    # Somebody answered for the deputy (代办).
    is_for_deputy: Mapped[bool] = mapped_column(default=False, server_default=false())
    changed_at: Mapped[UtcDateTime]


class QuotaMove(Base):
    """Places moved from one pool to another, with the reason; the total stays. Append-only."""

    __tablename__ = "quota_move"
    __table_args__ = (
        CheckConstraint("places > 0", name="moves_something"),
        CheckConstraint("from_quota_id <> to_quota_id", name="between_two"),
        Index("ix_quota_move_study_session_id", "study_session_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    from_quota_id: Mapped[int] = mapped_column(ForeignKey("study_session_quota.id"))
    to_quota_id: Mapped[int] = mapped_column(ForeignKey("study_session_quota.id"))
    places: Mapped[int]
    reason: Mapped[str]
    # None: they moved by themselves after the cut-off day.
    account_id: Mapped[int | None]
    moved_at: Mapped[UtcDateTime]


for _table in (EnrolmentChange, QuotaMove):
    append_only(_table.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
