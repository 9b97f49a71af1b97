"""Versions of the outline, their nodes, and the amendments of laws that were known with each."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import InstrumentedAttribute


class Competency(StrEnum):
    """What a deputy becomes better at (履职能力)."""

    POLITICAL_JUDGEMENT = "political_judgement"
    PROPOSING = "proposing"
    INQUIRY = "inquiry"
    CONTACT = "contact"
    SELF_CULTIVATION = "self_cultivation"


class OutlineVersion(Base):
    """The outline of a congress as it was from `recorded_at` on. The highest version is the present one."""

    __tablename__ = "outline_version"
    __table_args__ = (UniqueConstraint("congress_id", "version"), CheckConstraint("version >= 1", name="version"))

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    version: Mapped[int]
    digest: Mapped[str]
    title: Mapped[str]
    recorded_at: Mapped[UtcDateTime]


class OutlineNode(Base):
    """One node. `key` names it through all versions; `position` counts through the whole tree, parents first."""

    __tablename__ = "outline_node"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        UniqueConstraint("version_id", "position"),
        CheckConstraint("parent_key <> key", name="parent_key"),
    )

    id: Mapped[BigId]
    version_id: Mapped[int] = mapped_column(ForeignKey("outline_version.id"))
    key: Mapped[str]
    parent_key: Mapped[str | None]
    position: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    competency: Mapped[Competency] = mapped_column(enum_type(Competency, "competency"))


class Amendment(Base):
    """That a law was amended on a day: a course that rests on an older wording is to be read again."""

    __tablename__ = "outline_amendment"
    __table_args__ = (UniqueConstraint("version_id", "law", "amended_on"),)

    id: Mapped[BigId]
    version_id: Mapped[int] = mapped_column(ForeignKey("outline_version.id"))
    law: Mapped[str]
    amended_on: Mapped[date]
    amended_by: Mapped[str]


def present_version(congress_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """The id of a congress's present outline, for use inside a statement."""
    return (
        select(OutlineVersion.id)
        .where(OutlineVersion.congress_id == congress_id)
        .order_by(OutlineVersion.version.desc())
        .limit(1)
        .scalar_subquery()
    )


for _table in (OutlineVersion.__table__, OutlineNode.__table__, Amendment.__table__):
    append_only(_table)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
