"""Seats in a congress, and what happened to them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.models.congress import ElectingBody, Term
from lms.people.models.person import Employer, Person


class Composition(StrEnum):
    """The structural group that a deputy was elected from (结构类型)."""

    WORKER = "worker"
    FARMER = "farmer"
    TECHNICIAN = "technician"
    OFFICIAL = "official"
    ENTERPRISE = "enterprise"
    MILITARY = "military"
    OTHER = "other"


class MandateStatus(StrEnum):
    """Whether a deputy may act as one now."""

    IN_OFFICE = "in_office"
    SUSPENDED = "suspended"
    ENDED = "ended"


class ChangeKind(StrEnum):
    """What can happen to a mandate. All but CHANGED alter its status."""

    ELECTED = "elected"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ENDED = "ended"
    CHANGED = "changed"


class Ground(StrEnum):
    """Why a mandate was suspended (Deputies Law, art. 61) or ended (art. 62): the category and nothing more."""

    DETAINED = "61_1"
    SERVING_SENTENCE = "61_2"
    MOVED_AWAY = "62_1"
    RESIGNED = "62_2"
    ABSENT_TWICE = "62_3"
    RECALLED = "62_4"
    NATIONALITY_LOST = "62_5"
    RIGHTS_DEPRIVED = "62_6"
    INCAPACITATED = "62_7"
    DIED = "62_died"


class Mandate(Base):
    """One person's seat in one congress and term.

    The row is the present; `MandateChange` is the truth over time, and what reports and rules with a date read.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        UniqueConstraint("term_id", "card_number"),
        UniqueConstraint("term_id", "person_id"),
        Index("ix_mandate_body", "electing_body_id", "status"),
        Index("ix_mandate_person", "person_id"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until_after_from"),
        CheckConstraint("(status = 'ended') = (until_on IS NOT NULL)", name="ended_has_date"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    electing_body_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    card_number: Mapped[str | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    status: Mapped[MandateStatus] = mapped_column(enum_type(MandateStatus, "status"), default=MandateStatus.IN_OFFICE)
    is_newly_elected: Mapped[bool]
    composition: Mapped[Composition] = mapped_column(enum_type(Composition, "composition"))
    is_grassroots: Mapped[bool]
    manual_order: Mapped[int | None]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"))
    post: Mapped[str] = mapped_column(default="")
    work_region: Mapped[str] = mapped_column(default="")
    party: Mapped[str] = mapped_column(default="")
    education: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    electing_body: Mapped[ElectingBody] = relationship()
    employer: Mapped[Employer | None] = relationship()
    term: Mapped[Term] = relationship()


class MandateChange(Base):
    """What happened to a mandate: effective on a day, recorded at an instant. Append-only.

    `values` holds the attributes that the change set (`electing_body_id`, `is_newly_elected`, `composition`,
    `is_grassroots`, `employer_id`, …): all of them for ELECTED, those that changed for CHANGED, none else.
    """

    __tablename__ = "mandate_change"
    __table_args__ = (
        Index("ix_mandate_change_mandate", "mandate_id", "effective_on"),
        Index("ix_mandate_change_congress", "congress_id", "effective_on"),
        CheckConstraint("(ground IS NOT NULL) = (kind IN ('suspended', 'ended'))", name="ground_when_needed"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind, "kind"))
    effective_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]
    recorded_by: Mapped[int | None]
    ground: Mapped[Ground | None] = mapped_column(enum_type(Ground, "ground"))
    announcement: Mapped[str | None]
    values: Mapped[Any] = mapped_column(JSON, default=dict)

    mandate: Mapped[Mandate] = relationship()


class Exemption(Base):
    """A deputy who need not be trained this term (免训), with the reason. Append-only; `is_exempt` false ends one."""

    __tablename__ = "exemption"
    __table_args__ = (Index("ix_exemption_mandate", "mandate_id"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    is_exempt: Mapped[bool]
    reason: Mapped[str]
    effective_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]
    recorded_by: Mapped[int | None]


for _table in (MandateChange, Exemption):
    append_only(_table.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.

IN_OFFICE_KINDS = (ChangeKind.ELECTED, ChangeKind.RESUMED)
STATUS_KINDS = (ChangeKind.ELECTED, ChangeKind.SUSPENDED, ChangeKind.RESUMED, ChangeKind.ENDED)
