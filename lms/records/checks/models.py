"""A period to be checked, who was asked and told, who confirmed, and the report. All but the gate only grows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type


class Told(StrEnum):
    """What a deputy has been told of a period: that it is open, and once more before it closes."""

    OPENED = "opened"
    REMINDED = "reminded"


class CheckPeriod(Base):
    """The entries of `starts_on` to `ends_on`, both counted, laid before each deputy until `closes_on`.

    `remind_on` is the day of the one reminder.
    """

    __tablename__ = "check_period"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("closes_on > ends_on", name="closes_after_end"),
        CheckConstraint("remind_on <= closes_on", name="reminds_before_close"),
        Index("ix_check_period_congress", "congress_id", "starts_on"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closes_on: Mapped[date]
    remind_on: Mapped[date]
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[UtcDateTime]

    report: Mapped[CheckReport | None] = relationship(viewonly=True)

    def is_open(self, today: date) -> bool:
        """Whether its day of closing has not passed."""
        return today <= self.closes_on

    @property
    def is_reported(self) -> bool:
        """Whether the report is issued: from then on it takes neither confirmation nor objection."""
        return self.report is not None


class CheckGate(Base):
    """One row a period, locked by whoever confirms, objects, tells or reports: for a report counts what is there.

    A row of a table that only grows cannot be locked: the application may not change it (docs/records.md).
    """

    __tablename__ = "check_gate"

    period_id: Mapped[int] = mapped_column(ForeignKey("check_period.id"), primary_key=True, autoincrement=False)


class CheckRequest(Base):
    """One mandate was in office when the period was opened, and its deputy is asked."""

    __tablename__ = "check_request"
    __table_args__ = (Index("ix_check_request_mandate_id", "mandate_id"),)

    period_id: Mapped[int] = mapped_column(ForeignKey("check_period.id"), primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), primary_key=True)


class CheckTold(Base):
    """A deputy was told, each thing once."""

    __tablename__ = "check_told"

    period_id: Mapped[int] = mapped_column(ForeignKey("check_period.id"), primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), primary_key=True)
    what: Mapped[Told] = mapped_column(enum_type(Told, "told"), primary_key=True)
    told_at: Mapped[UtcDateTime]


class CheckConfirmation(Base):
    """A deputy confirmed in person the entries of a period as they stood at that instant (本人已核对)."""

    __tablename__ = "check_confirmation"
    __table_args__ = (Index("ix_check_confirmation_mandate_id", "mandate_id"),)

    id: Mapped[BigId]
    period_id: Mapped[int] = mapped_column(ForeignKey("check_period.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[UtcDateTime]


class CheckReport(Base):
    """The report of a period was issued (报告出具), with how many had confirmed, objected and stayed silent."""

    __tablename__ = "check_report"
    __table_args__ = (CheckConstraint("asked = confirmed + objected + silent", name="adds_up"),)

    period_id: Mapped[int] = mapped_column(ForeignKey("check_period.id"), primary_key=True)
    asked: Mapped[int]
    confirmed: Mapped[int]
    objected: Mapped[int]
    silent: Mapped[int]
    issued_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[UtcDateTime]


for _table in (CheckPeriod, CheckRequest, CheckTold, CheckConfirmation, CheckReport):
    append_only(_table.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
