"""Entry kinds, entries and their payloads.

An entry is append-only and holds no name and no free text: its payload lies apart, bound to it by a salted hash, so
that a payload can be erased and the entry still be proved.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.people.models import Mandate

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Head(StrEnum):
    """The five heads of a deputy's record (出席、列席、议案建议、闭会期间活动、学习培训)."""

    ATTENDANCE = "attendance"
    OBSERVING = "observing"
    MOTIONS = "motions"
    ACTIVITIES = "activities"
    STUDY = "study"


class Source(StrEnum):
    """Where an entry came from."""

    PLATFORM = "platform"
    UNIT = "unit"
    EXCEL = "excel"
    API = "api"
    DIARY = "diary"


class Readers(StrEnum):
    """Which offices read the entries of a kind. Their deputy always does."""

    OFFICES = "offices"
    KEEPERS = "keepers"


class SourceSet(TypeDecorator[frozenset[Source]]):
    """A set of sources as their names in one line of text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: frozenset[Source] | None, _dialect: Dialect) -> str | None:
        return None if value is None else " ".join(sorted(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> frozenset[Source] | None:
        return None if value is None else frozenset(map(Source, value.split()))


class EntryKind(Base):
    """A congress's own catalogue of kinds, each under one of the five heads.

    Code and head never change; a retired kind keeps its entries and takes no new ones. Whether a kind counts as
    trained is a rule with a time (`lms.records.kinds.models.EntryKindRule`).
    """

    __tablename__ = "entry_kind"
    __table_args__ = (UniqueConstraint("congress_id", "code"),)

    id: Mapped[BigId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    code: Mapped[str]
    head: Mapped[Head] = mapped_column(enum_type(Head, "head"))
    name: Mapped[str]
    name_en: Mapped[str]
    # From which sources, beside the platform itself, entries may come (`lms.records.kinds.entering.may_enter`).
    sources: Mapped[frozenset[Source]] = mapped_column(SourceSet, default=frozenset(), server_default=text("''"))
    readers: Mapped[Readers] = mapped_column(
        enum_type(Readers, "readers"), default=Readers.OFFICES, server_default=Readers.OFFICES
    )
    retired_at: Mapped[UtcDateTime | None]


class RecordEntry(Base):
    """One fact of one mandate. `canonical` is what the log's leaf is made of; the columns repeat it for queries."""

    __tablename__ = "record_entry"
    __table_args__ = (
        UniqueConstraint("congress_id", "source_key"),
        Index("ix_record_entry_mandate", "mandate_id", "occurred_on"),
        Index("ix_record_entry_congress", "congress_id", "occurred_on"),
        Index("ix_record_entry_recorded", "congress_id", "recorded_at", "id"),
        CheckConstraint("length(payload_hash) = 32", name="payload_hash_is_sha256"),
        CheckConstraint("NOT withdraws OR supersedes_id IS NOT NULL", name="withdrawal_names_an_entry"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("entry_kind.id"))
    source: Mapped[Source] = mapped_column(enum_type(Source, "source"))
    source_key: Mapped[str]
    occurred_on: Mapped[date]
    recorded_at: Mapped[UtcDateTime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("record_entry.id"), unique=True)
    # The entry only takes back the one that it supersedes, and is itself no fact.
    withdraws: Mapped[bool] = mapped_column(server_default=false())
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary)
    canonical: Mapped[bytes] = mapped_column(LargeBinary)

    kind: Mapped[EntryKind] = relationship()
    mandate: Mapped[Mandate] = relationship()
    payload: Mapped[EntryPayload | None] = relationship(viewonly=True)


class EntryPayload(Base):
    """What an entry is about, as canonical JSON, with the 128-bit salt of its hash. It can be erased, never altered."""

    __tablename__ = "entry_payload"
    __table_args__ = (CheckConstraint("length(salt) = 16", name="salt_is_128_bits"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class EntryEvidence(Base):
    """The file that came with an entry, kept sealed (`lms.records.evidence`). It is erased with the payload."""

    __tablename__ = "entry_evidence"
    __table_args__ = (Index("ix_entry_evidence_evidence_sha256", "evidence_sha256"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("record_entry.id"), primary_key=True)
    evidence_sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    evidence_name: Mapped[str]


append_only(RecordEntry.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
