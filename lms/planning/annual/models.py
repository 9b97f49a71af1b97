"""The annual plan: one for a congress and a year, in versions that are kept. Lines keep their key from one to the next."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.planning.annual.states import WORKING, Decision, PlanState
from lms.planning.kinds import SessionKind
from lms.planning.resources.models import Venue

_CURRENT = text(f"state = '{PlanState.APPROVED}'")
_WORKING = text(f"state IN ({', '.join(repr(state.value) for state in sorted(WORKING))})")


class AnnualPlan(Base):
    """The plan of a year (年度学习培训计划). Everybody may read it, without an account, from `published_at` on."""

    __tablename__ = "annual_plan"
    __table_args__ = (UniqueConstraint("congress_id", "year"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    year: Mapped[int]
    published_at: Mapped[UtcDateTime | None]


class PlanVersion(Base):
    """One version. `edits` counts how often its text was saved, so that nobody overwrites unseen what another wrote."""

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
        Index("uq_plan_version_one_current", "plan_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
        Index("uq_plan_version_one_working", "plan_id", unique=True, sqlite_where=_WORKING, postgresql_where=_WORKING),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    plan_id: Mapped[int] = mapped_column(ForeignKey("annual_plan.id"))
    number: Mapped[int]
    state: Mapped[PlanState] = mapped_column(enum_type(PlanState, "state"), default=PlanState.DRAFT)
    title: Mapped[str] = mapped_column(String(200))
    lead: Mapped[str] = mapped_column(String(4000), default="")
    edits: Mapped[int] = mapped_column(default=0)
    approval_number: Mapped[str | None] = mapped_column(String(100))
    approved_on: Mapped[date | None]
    begun_at: Mapped[UtcDateTime]

    plan: Mapped[AnnualPlan] = relationship(viewonly=True)
    lines: Mapped[list[PlanLine]] = relationship(
        viewonly=True,
        order_by="(PlanLine.month.is_(None), PlanLine.month, PlanLine.starts_on, PlanLine.kind, PlanLine.number, PlanLine.id)",
    )
    decisions: Mapped[list[PlanDecision]] = relationship(viewonly=True, order_by="PlanDecision.id")


class PlanLine(Base):
    """A study session that is intended: `key` stays the same in every version, so that what came of it is found."""

    __tablename__ = "plan_line"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="both_days"),
        CheckConstraint("places > 0", name="has_places"),
        CheckConstraint("number > 0", name="number_from_one"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    key: Mapped[UUID] = mapped_column(default=uuid4)
    kind: Mapped[SessionKind] = mapped_column(enum_type(SessionKind, "kind"))
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(300), default="")
    month: Mapped[int | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    places: Mapped[int]
    audience: Mapped[str] = mapped_column(String(300), default="")
    # Who calls it (主办) and who runs it for them (承办), in words: committees and training centres are no accounts.
    organized_by: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    hosted_by: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    edits: Mapped[int] = mapped_column(default=0)

    version: Mapped[PlanVersion] = relationship(viewonly=True)
    venue: Mapped[Venue | None] = relationship(viewonly=True)


class PlanDecision(Base):
    """What was decided about a version, by whom, on which day, under which number, with which file. Append-only."""

    __tablename__ = "plan_decision"
    __table_args__ = (Index("ix_plan_decision_version_id", "version_id"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    decision: Mapped[Decision] = mapped_column(enum_type(Decision, "decision"))
    decided_on: Mapped[date]
    number: Mapped[str] = mapped_column(String(100), default="")
    words: Mapped[str] = mapped_column(String(2000), default="")
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    file_name: Mapped[str | None] = mapped_column(String(200))
    account_id: Mapped[int]
    recorded_at: Mapped[UtcDateTime]


class HeldLine(Base):
    """What came of a line of the plan: one thing of a room above, whatever two organizers do at once. Append-only."""

    __tablename__ = "held_line"

    line_key: Mapped[UUID] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    subject_kind: Mapped[str] = mapped_column(String(50))
    subject_id: Mapped[UUID]
    account_id: Mapped[int]
    recorded_at: Mapped[UtcDateTime]


class PlanTelling(Base):
    """A deputy was told of a version, once, by a notice that knows whether it was read. Append-only."""

    __tablename__ = "plan_telling"

    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), primary_key=True, autoincrement=False)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), primary_key=True, autoincrement=False)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))


for _model in (PlanDecision, HeldLine, PlanTelling):
    append_only(_model.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
