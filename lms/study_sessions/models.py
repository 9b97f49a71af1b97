"""Study sessions, their quotas, who holds a seat; counted here once, for Python and for SQL alike (ADR 0010)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
    func,
    select,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.core.working_days import provisionally_add_working_days
from lms.people.models import ElectingBody, Mandate, Person, Term
from lms.study_sessions.staff.models import StaffMember
from lms.study_sessions.states import FILLING, SEATED, STANDING, STANDING_SQL, Audience, Kind, PlaceState, State

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


STOP_DAYS = 5


class Enrolment(Base):
    """One person's seat in one study session, or what became of it. Who left and comes back gets a new row."""

    __tablename__ = "enrolment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["quota_id", "study_session_id"],
            ["study_session_quota.id", "study_session_quota.study_session_id"],
            name="fk_enrolment_quota_of_its_study_session",
        ),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority_known"),
        CheckConstraint("(staff_member_id IS NULL) = (mandate_id IS NOT NULL)", name="deputy_or_staff"),
        Index(
            "uq_enrolment_one_live",
            "study_session_id",
            "person_id",
            unique=True,
            sqlite_where=text(STANDING_SQL),
            postgresql_where=text(STANDING_SQL),
        ),
        Index("ix_enrolment_quota_id_state", "quota_id", "state"),
        Index("ix_enrolment_queue", "study_session_id", "state", "applied_at"),
        Index("ix_enrolment_person_id", "person_id"),
        Index("ix_enrolment_mandate_id", "mandate_id"),
        Index("ix_enrolment_unit_id", "unit_id"),
        Index("ix_enrolment_staff_member_id", "staff_member_id"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    quota_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # Whose places it takes and who recommends: the deputy's electing body, or the one that stands for the deputy's congress.
    unit_id: Mapped[int] = mapped_column(ForeignKey("electing_body.id"))
    # Staff have a place without a mandate, and no record.
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    state: Mapped[PlaceState] = mapped_column(enum_type(PlaceState, "place_state"), default=PlaceState.RECOMMENDED)
    priority: Mapped[int]
    applied_at: Mapped[UtcDateTime]
    recommended_by: Mapped[int]
    # The unit's own order of its reserves; smaller comes first.
    rank: Mapped[int | None]

    study_session: Mapped[StudySession] = relationship(viewonly=True)
    quota: Mapped[Quota] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)
    unit: Mapped[ElectingBody] = relationship(viewonly=True)
    mandate: Mapped[Mandate | None] = relationship(viewonly=True)
    staff_member: Mapped[StaffMember | None] = relationship(viewonly=True)

    @property
    def is_from_below(self) -> bool:
        """Whether it is a deputy of a congress that the unit stands for, not of the study session's own."""
        return self.mandate is not None and self.mandate.congress_id != self.unit.congress_id

    @property
    def card_number(self) -> str:
        """The deputy's card number in the study session's congress; empty where there is none, for another's says nothing here."""
        return (self.mandate.card_number or "") if self.mandate and not self.is_from_below else ""

    @property
    def home_id(self) -> int:
        """The congress in which the person signs in for this: that of the mandate, else that of the sending unit."""
        return self.mandate.congress_id if self.mandate else self.unit.congress_id

    @hybrid_property
    def holds_seat(self) -> bool:
        """Whether this enrolment takes one seat of its quota and of its study session."""
        return self.state in SEATED

    @holds_seat.inplace.expression
    @classmethod
    def _holds_seat(cls) -> ColumnElement[bool]:
        return cls.state.in_(sorted(SEATED))

    @hybrid_property
    def stands(self) -> bool:
        """Whether the person holds a seat here or waits for one."""
        return self.state in STANDING

    @stands.inplace.expression
    @classmethod
    def _stands(cls) -> ColumnElement[bool]:
        return cls.state.in_(sorted(STANDING))


class Quota(Base):
    """The places of one electing body in one study session; without a body, the common pool (the reserve)."""

    __tablename__ = "study_session_quota"
    __table_args__ = (
        UniqueConstraint("study_session_id", "electing_body_id"),
        UniqueConstraint("id", "study_session_id"),
        Index(
            "uq_study_session_quota_one_reserve",
            "study_session_id",
            unique=True,
            sqlite_where=text("electing_body_id IS NULL"),
            postgresql_where=text("electing_body_id IS NULL"),
        ),
        CheckConstraint("places >= 0", name="places_not_negative"),
        CheckConstraint("grassroots_at_least >= 0", name="grassroots_not_negative"),
    )

    id: Mapped[BigId] = mapped_column()
    public_id: Mapped[PublicId]
    study_session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    electing_body_id: Mapped[int | None] = mapped_column(ForeignKey("electing_body.id"))
    # None is no limit of its own (the study session's total still holds); 0 is no place.
    places: Mapped[int | None]
    # Of these places so many are held for deputies from the grassroots until the cut-off day.
    grassroots_at_least: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    taken: Mapped[int] = column_property(
        select(func.count(Enrolment.id))
        .where(Enrolment.quota_id == id, Enrolment.holds_seat)  # noqa: A003  # The column, not the builtin.
        .correlate_except(Enrolment)
        .scalar_subquery()
    )

    electing_body: Mapped[ElectingBody | None] = relationship(viewonly=True)
    study_session: Mapped[StudySession] = relationship(viewonly=True)

    @hybrid_property
    def seats_left(self) -> int | None:
        """The places that nobody holds; `None` where there is no limit."""
        return None if self.places is None else self.places - self.taken

    @seats_left.inplace.expression
    @classmethod
    def _seats_left(cls) -> ColumnElement[int | None]:
        return cls.places - cls.taken


class StudySession(Base):
    """A study session (学习班). Its row is the one lock under which its seats are counted and written."""

    __tablename__ = "study_session"
    __table_args__ = (
        UniqueConstraint("congress_id", "year", "kind", "number"),
        CheckConstraint("arrival_on <= starts_on AND starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("places > 0", name="has_places"),
        CheckConstraint("number > 0", name="number_from_one"),
        CheckConstraint("audience = 'deputies' OR NOT is_open", name="staff_are_sent"),
        CheckConstraint("(state = 'called_off') = (called_off_reason IS NOT NULL)", name="called_off_says_why"),
        Index("ix_study_session_congress_id_starts_on", "congress_id", "starts_on"),
    )

    id: Mapped[BigId] = mapped_column()
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    kind: Mapped[Kind] = mapped_column(enum_type(Kind, "kind"))
    year: Mapped[int]
    number: Mapped[int | None]
    title: Mapped[str]
    theme: Mapped[str] = mapped_column(default="")
    arrival_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    recommend_until: Mapped[date | None]
    # Who calls it (主办) and who runs it for them (承办), in words.
    organized_by: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    hosted_by: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    venue: Mapped[str] = mapped_column(default="")
    places: Mapped[int]
    state: Mapped[State] = mapped_column(enum_type(State, "state"), default=State.DRAFT)
    called_off_reason: Mapped[str | None]
    # Through this day a unit's free places are its own, then the common pool's; None: to the end.
    cut_off_on: Mapped[date | None]
    # None is the rule of `stops_on`.
    stop_on: Mapped[date | None]
    # Deputies apply themselves (开放报名), and places go in order of application.
    is_open: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Deputies of the congresses that the electing bodies stand for can come too.
    admits_below: Mapped[bool] = mapped_column(default=False, server_default=false())
    audience: Mapped[Audience] = mapped_column(enum_type(Audience, "audience"), server_default=Audience.DEPUTIES.value)
    # The common pool's places go to who is next without the organizer's decision.
    fills_by_itself: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[UtcDateTime]
    # Deferred: counted in the statement that waits for the row's lock, it would be the count of before the wait.
    taken: Mapped[int] = column_property(
        select(func.count(Enrolment.id))
        .where(Enrolment.study_session_id == id, Enrolment.holds_seat)  # noqa: A003  # The column, not the builtin.
        .correlate_except(Enrolment)
        .scalar_subquery(),
        deferred=True,
    )

    term: Mapped[Term] = relationship()

    @property
    def is_for_staff(self) -> bool:
        """Whether units send their staff to it, and not deputies."""
        return self.audience is Audience.STAFF

    @hybrid_property
    def seats_left(self) -> int:
        """The places of the whole study session that nobody holds."""
        return self.places - self.taken

    @property
    def stops_on(self) -> date:
        """The last day on which a free place is filled; by default `STOP_DAYS` working days before arrival."""
        return self.stop_on or provisionally_add_working_days(self.arrival_on, -STOP_DAYS).value

    def is_filled_on(self, day: date) -> bool:
        """Whether a place that is free on this day still goes to who waits."""
        return self.state in FILLING and day <= self.stops_on

    def is_cut_off_on(self, day: date) -> bool:
        """Whether the units' free places belong to the common pool on this day."""
        return self.cut_off_on is not None and day > self.cut_off_on

    @property
    def seat_days(self) -> list[date]:
        """The days on which a participant's seat is here: from arrival to the last day, in order."""
        return _days(self.arrival_on, self.ends_on)

    @property
    def study_days(self) -> list[date]:
        """The days of study."""
        return _days(self.starts_on, self.ends_on)


class SeatDay(Base):
    """One live seat per person and day: two study sessions lock two rows, so a primary key keeps them apart."""

    __tablename__ = "seat_day"
    __table_args__ = (Index("ix_seat_day_enrolment_id", "enrolment_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
