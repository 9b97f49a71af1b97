"""Templates of checklists, and the checklists that were copied from them for one thing that is held."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime


class ChecklistTemplate(Base):
    """What is done every time. Retired, it is copied no more; what was copied stays."""

    __tablename__ = "checklist_template"
    __table_args__ = (UniqueConstraint("congress_id", "name"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    name: Mapped[str] = mapped_column(String(100))
    retired_at: Mapped[UtcDateTime | None]

    items: Mapped[list[TemplateItem]] = relationship(
        viewonly=True, order_by="(TemplateItem.days_before.desc(), TemplateItem.id)"
    )


class TemplateItem(Base):
    """One thing to do, so many working days before the first day (after it, for a negative number), and whose it is."""

    __tablename__ = "checklist_template_item"
    __table_args__ = (
        CheckConstraint("days_before BETWEEN -250 AND 250", name="within_a_year"),
        Index("ix_checklist_template_item_template_id", "template_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    template_id: Mapped[int] = mapped_column(ForeignKey("checklist_template.id"))
    words: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(100), default="")
    days_before: Mapped[int]


class Checklist(Base):
    """A template's items for one subject. Their days follow the subject's first day, also when that moves."""

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("congress_id", "subject_kind", "subject_id", "name"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    subject_kind: Mapped[str] = mapped_column(String(50))
    subject_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(100))
    copied_by: Mapped[int]
    copied_at: Mapped[UtcDateTime]

    items: Mapped[list[ChecklistItem]] = relationship(
        viewonly=True, order_by="(ChecklistItem.days_before.desc(), ChecklistItem.id)"
    )


class ChecklistItem(Base):
    """One thing to do for one subject; ticked off, it says by which account and when."""

    __tablename__ = "checklist_item"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
        Index("ix_checklist_item_checklist_id", "checklist_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"))
    words: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(100), default="")
    days_before: Mapped[int]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[UtcDateTime | None]
