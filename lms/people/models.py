"""Congresses, terms, electing bodies, persons and their mandates.

Person and account are global; every other root belongs to a congress. What belongs to a human being hangs on the
person, what belongs to the office on the mandate.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, BinaryOrder, PublicId, UtcDateTime, enum_type


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
    # Army deputies' post and documents are not stored, and address books leave them out.
    is_army: Mapped[bool] = mapped_column(default=False)


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


class ImportState(StrEnum):
    """An uploaded roster is checked first, then applied or put away."""

    CHECKED = "checked"
    APPLIED = "applied"
    DISCARDED = "discarded"


class RosterImport(Base):
    """One uploaded roster file and what came of it."""

    __tablename__ = "roster_import"

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    file_name: Mapped[str]
    file_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[ImportState] = mapped_column(enum_type(ImportState, "state"), default=ImportState.CHECKED)
    counts: Mapped[Any] = mapped_column(JSON, default=dict)
    uploaded_by: Mapped[int | None]
    uploaded_at: Mapped[UtcDateTime]
    applied_at: Mapped[UtcDateTime | None]


for _table in (MandateChange, Exemption):
    append_only(_table.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.

IN_OFFICE_KINDS = (ChangeKind.ELECTED, ChangeKind.RESUMED)
STATUS_KINDS = (ChangeKind.ELECTED, ChangeKind.SUSPENDED, ChangeKind.RESUMED, ChangeKind.ENDED)

