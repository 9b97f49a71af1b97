"""Human beings, and where they work."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, BinaryOrder, PublicId, UtcDateTime, enum_type


class Sex(StrEnum):
    """GB/T 2261.1."""

    MALE = "male"
    FEMALE = "female"


class DocumentKind(StrEnum):
    """Identity documents, each checked by its own rule."""

    RESIDENT_ID = "resident_id"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    RESIDENCE_PERMIT = "residence_permit"


class Person(Base):
    """A human being: deputy, staff or lecturer. Phone and document are sealed, and found by a blind index."""

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_document_index", "document_index", unique=True),
        Index("uq_person_phone_index", "phone_index", unique=True),
        CheckConstraint("(document_kind IS NULL) = (document_index IS NULL)", name="document_has_kind"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(BinaryOrder)
    pinyin: Mapped[str] = mapped_column(default="")
    pinyin_initials: Mapped[str] = mapped_column(default="")
    sex: Mapped[Sex | None] = mapped_column(enum_type(Sex, "sex"))
    ethnicity: Mapped[str | None]
    born_on: Mapped[date | None]
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_kind: Mapped[DocumentKind | None] = mapped_column(enum_type(DocumentKind, "document_kind"))
    document_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[UtcDateTime]


class Employer(Base):
    """Where a deputy works; it is told when the deputy is called (Deputies Law, art. 40-41)."""

    __tablename__ = "employer"
    __table_args__ = (UniqueConstraint("congress_id", "name"),)

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
