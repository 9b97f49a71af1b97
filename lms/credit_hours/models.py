"""Rules as they were set. They only grow: what a course was worth at an instant can be said for ever."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, UtcDateTime


class CreditHourRule(Base):
    """A rule of a congress, from an instant on until the next one. `set_by` is nobody for the one it began with."""

    __tablename__ = "credit_hour_rule"
    __table_args__ = (
        UniqueConstraint("congress_id", "version"),
        Index("ix_credit_hour_rule_recorded", "congress_id", "recorded_at"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[BigId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    version: Mapped[int]
    recorded_at: Mapped[UtcDateTime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    bands: Mapped[list[CreditHourBand]] = relationship(order_by="CreditHourBand.minutes")


class CreditHourBand(Base):
    """One band of a rule (see `lms.credit_hours.rule.Band`)."""

    __tablename__ = "credit_hour_band"
    __table_args__ = (
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("quarters BETWEEN 1 AND 400", name="quarters"),
    )

    rule_id: Mapped[int] = mapped_column(ForeignKey("credit_hour_rule.id"), primary_key=True, autoincrement=False)
    minutes: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    includes: Mapped[bool]
    quarters: Mapped[int]


for _model in (CreditHourRule, CreditHourBand):
    append_only(_model.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
