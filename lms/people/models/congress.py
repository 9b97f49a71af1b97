"""Congresses, their terms, and who elects."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, enum_type


class Level(StrEnum):
    """The five levels of people's congresses (Constitution, art. 95-97; Deputies Law, art. 2)."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


class BodyKind(StrEnum):
    """Who elects: a unit by indirect election, or the voters of a constituency."""

    UNIT = "unit"
    CONSTITUENCY = "constituency"


class LetterForm(StrEnum):
    """How a deputy's employer is told: by the rule of the electing body."""

    STANDARD = "standard"
    COURTESY = "courtesy"
    THROUGH_UNIT = "through_unit"


class Congress(Base):
    """One people's congress. `code` names it on the command line, e.g. `npc`."""

    __tablename__ = "congress"

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    code: Mapped[str] = mapped_column(unique=True)
    level: Mapped[Level] = mapped_column(enum_type(Level, "level"))
    region_code: Mapped[str | None]
    name: Mapped[str]
    name_en: Mapped[str]
    # Which compositions count as grassroots is the office's rule, not ours.
    grassroots_compositions: Mapped[Any] = mapped_column(JSON, default=list)


class Term(Base):
    """A congress's term, five years by art. 2 of the Deputies Law."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("congress_id", "number"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    congress: Mapped[Congress] = relationship()


class ElectingBody(Base):
    """An electing unit or a constituency of one term, in official order."""

    __tablename__ = "electing_body"
    __table_args__ = (
        UniqueConstraint("term_id", "official_order"),
        UniqueConstraint("term_id", "name"),
        CheckConstraint("plan_seats >= 0", name="plan_seats"),
        CheckConstraint("congress_below_id <> congress_id", name="below_is_another"),
        # Whoever comes from the congress below comes by one body.
        Index("uq_electing_body_below", "term_id", "congress_below_id", unique=True),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    kind: Mapped[BodyKind] = mapped_column(enum_type(BodyKind, "kind"))
    official_order: Mapped[int]
    name: Mapped[str]
    short_name: Mapped[str]
    name_en: Mapped[str]
    region_code: Mapped[str | None]
    plan_seats: Mapped[int]
    letter_form: Mapped[LetterForm] = mapped_column(enum_type(LetterForm, "letter_form"), default=LetterForm.STANDARD)
    # The lower congress that it stands for: its deputies can be put forward for study sessions (Deputies Law, art. 36, 47).
    congress_below_id: Mapped[int | None] = mapped_column(ForeignKey("congress.id"))
    # Army deputies' post and documents are not stored, and address books leave them out.
    is_army: Mapped[bool] = mapped_column(default=False)
