"""Call-ups, whom each of them told what, and the private calendar of a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.notices.letters.models import Letter, LetterDraft
from lms.notices.models import Notice
from lms.study_sessions.call_up.states import Change, Told
from lms.study_sessions.models import Enrolment, StudySession


class CallUp(Base):
    """One act of telling: what was said of the study session, and what it changed.

    Days and venue are what everyone is told: while it is a draft those that will hold, once it is signed those that were
    said then. What they differ in from the study session's own, the next call-up has to tell.
    """

    __tablename__ = "call_up"
    __table_args__ = (
        UniqueConstraint("draft_id"),
        CheckConstraint("arrival_on <= starts_on AND starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("change = 'none' OR reason <> ''", name="change_says_why"),
        Index("ix_call_up_study_session_id", "study_session_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    draft_id: Mapped[int] = mapped_column(ForeignKey("letter_draft.id"))
    change: Mapped[Change] = mapped_column(enum_type(Change, "change"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    arrival_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    venue: Mapped[str]
    bring: Mapped[str] = mapped_column(String(500), default="")
    answer_by: Mapped[date | None]

    study_session: Mapped[StudySession] = relationship()
    draft: Mapped[LetterDraft] = relationship()


class CallUpNotice(Base):
    """What one call-up told one person, with the notice and, where there is an employer, the letter. Append-only."""

    __tablename__ = "call_up_notice"
    __table_args__ = (
        UniqueConstraint("call_up_id", "enrolment_id"),
        Index("ix_call_up_notice_enrolment_id", "enrolment_id"),
        Index("ix_call_up_notice_letter_id", "letter_id"),
    )

    id: Mapped[BigId]
    call_up_id: Mapped[int] = mapped_column(ForeignKey("call_up.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    told: Mapped[Told] = mapped_column(enum_type(Told, "told"))
    # Staff have no inbox: the letter to their unit tells them.
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))

    call_up: Mapped[CallUp] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
    notice: Mapped[Notice | None] = relationship()
    letter: Mapped[Letter | None] = relationship()


class CalendarFeed(Base):
    """A private address of one person's study sessions in one congress, found by the digest of its secret."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        Index("ix_calendar_feed_person_id", "person_id", "congress_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[UtcDateTime]
    revoked_at: Mapped[UtcDateTime | None]


append_only(CallUpNotice.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
