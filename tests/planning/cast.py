"""A congress that plans: its organizer, its office, a venue and a lecturer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lms.core.database import db
from lms.core.permissions import Actor, Role
from lms.people.models import Term
from lms.planning.annual import access, deciding, writing
from lms.planning.annual.states import Decision
from lms.planning.calendar import operations as dates
from lms.planning.checklists.models import Checklist, ChecklistItem
from lms.planning.kinds import SessionKind
from lms.planning.resources import booking, operations
from lms.planning.resources.models import Lecturer, Venue, VenueKind
from lms.study_sessions.planned import SUBJECT
from tests.factories import NOW, make_electing_body, make_mandate, make_term, saved
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    import uuid

    from lms.people.models import ElectingBody, Mandate
    from lms.planning.annual.models import PlanVersion
    from lms.planning.calendar.models import DateKind
    from lms.study_sessions.models import StudySession

# A Monday, and three days from Tuesday of the week after next: nothing is on, and no holiday near.
TODAY = date(2026, 3, 16)
TUESDAY = date(2026, 3, 31)


def at(day: date) -> Any:
    """Nine o'clock in Beijing on a day."""
    return NOW + timedelta(days=(day - TODAY).days)


@dataclass
class Cast:
    """One term with a unit."""

    body: ElectingBody = field(init=False)
    organizer: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.body = make_electing_body(make_term())
        db.session.refresh(self.body)
        db.session.expunge(self.body)
        self.congress_id = self.body.congress_id
        self.accounts = {role: make_staff(role, self.term.congress) for role in (Role.ORGANIZER, Role.BUSINESS_ADMIN)}
        self.organizer, self.office = (
            actor_of(account, role, congress_id=self.congress_id) for role, account in self.accounts.items()
        )

    @property
    def term(self) -> Term:
        return db.session.get_one(Term, self.body.term_id)

    def deputy(self, **given: Any) -> Mandate:
        """A deputy in office since the term began."""
        return make_mandate(self.body, **given)

    def venue(self, capacity: int | None = 200) -> uuid.UUID:
        words = operations.VenueWords(kind=VenueKind.VENUE, name="会议中心", capacity=capacity)
        return operations.add_venue(words, actor=self.organizer, now=NOW)

    def lecturer(self, name: str = "赵老师") -> uuid.UUID:
        return operations.add_lecturer(operations.LecturerWords(name=name), actor=self.organizer, now=NOW)

    def book(self, thing: uuid.UUID, first_on: date = TUESDAY, days: int = 3, **given: Any) -> uuid.UUID:
        """Book a venue, or a lecturer where a part of the day is given."""
        table = Lecturer if "half" in given else Venue
        order = booking.Order(**{"title": "座谈会", **_span(first_on, days), **given})
        return booking.book(table, thing, order, actor=self.organizer, now=NOW)

    def date(self, kind: DateKind, first_on: date, days: int = 1, title: str = "会议") -> uuid.UUID:
        words = dates.DateWords(kind=kind, title=title, **_span(first_on, days))
        return dates.enter(words, actor=self.organizer, now=NOW)

    def line(self, **given: Any) -> writing.LineWords:
        values = {"kind": SessionKind.THEMATIC, "title": "第1期专题学习班", "places": 100, "month": 5}
        return writing.LineWords(**values | given)

    def plan(self, *lines: writing.LineWords, year: int = 2026) -> uuid.UUID:
        """A plan that is being written, with a line at least."""
        public_id = writing.begin(year, "年度计划", actor=self.organizer, now=NOW)
        for each in lines or (self.line(),):
            writing.add_line(public_id, each, actor=self.organizer, now=NOW)
        return public_id

    def decide(self, public_id: uuid.UUID, decision: Decision = Decision.APPROVED, **given: Any) -> None:
        values = {"decision": decision, "decided_on": TODAY, "number": "1号", "words": "请修改"}
        deciding.decide(public_id, deciding.Ruling(**values | given), actor=self.office, now=NOW)

    def approved(self, *lines: writing.LineWords) -> uuid.UUID:
        """A plan in force."""
        public_id = self.plan(*lines)
        deciding.submit(public_id, actor=self.organizer, now=NOW)
        self.decide(public_id)
        return public_id

    def version(self, public_id: uuid.UUID) -> PlanVersion:
        """A version as it is now."""
        db.session.expire_all()
        return access.version(db.session(), public_id, actor=self.organizer)


def make_checklist(study_session: StudySession, *, days_before: int, words: str = "印发通知") -> Checklist:
    """A checklist of a study session with one thing to do."""
    checklist = saved(
        Checklist(
            congress_id=study_session.congress_id,
            subject_kind=SUBJECT,
            subject_id=study_session.public_id,
            name="筹备",
            copied_by=1,
            copied_at=NOW,
        )
    )
    saved(ChecklistItem(checklist_id=checklist.id, words=words, days_before=days_before))
    return checklist


def _span(first_on: date, days: int) -> dict[str, date]:
    return {"first_on": first_on, "last_on": first_on + timedelta(days=days - 1)}
