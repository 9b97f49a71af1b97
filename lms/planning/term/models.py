"""The term plan, in versions that only grow."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime
from lms.planning.term.goals import Goal


class TermPlan(Base):
    """One version of the plan of a term (届内培训规划): its text and its goals. The highest number counts."""

    __tablename__ = "term_plan"
    __table_args__ = (UniqueConstraint("term_id", "number"), CheckConstraint("number > 0", name="number_from_one"))

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(4000), default="")
    # A list of what `Goal.as_data` gives.
    goals: Mapped[Any] = mapped_column(JSON)
    account_id: Mapped[int]
    recorded_at: Mapped[UtcDateTime]

    @property
    def aims(self) -> list[Goal]:
        """The goals, in the order of the plan."""
        return [Goal.of(each) for each in self.goals]


append_only(TermPlan.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
