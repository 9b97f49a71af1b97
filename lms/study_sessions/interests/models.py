"""Who would like to come to a study session that units recommend for."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, UtcDateTime
from lms.people.models import Mandate

LONGEST_NOTE = 200


class Interest(Base):
    """A deputy would like to come (报名意向): told to the unit, it takes no seat."""

    __tablename__ = "study_session_interest"
    __table_args__ = (
        UniqueConstraint("study_session_id", "mandate_id"),
        Index("ix_study_session_interest_mandate_id", "mandate_id"),
    )

    id: Mapped[BigId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    told_at: Mapped[UtcDateTime]

    mandate: Mapped[Mandate] = relationship(viewonly=True)
