"""A congress with two units, a course, and the organizer who asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from lms.core.database import db
from lms.core.permissions import Actor, Role
from lms.learning.models import CourseCompletion
from lms.learning.required import access, operations
from lms.learning.required.figures import Account, Question, account
from tests.catalog.factories import make_course
from tests.factories import NOW, make_electing_body, make_mandate, make_term, saved
from tests.support.accounts import actor_of, id_of, make_staff

if TYPE_CHECKING:
    from lms.learning.required.models import RequiredStudy
    from lms.people.models import ElectingBody, Mandate

TODAY = date(2026, 3, 16)


def at(day: date, hour: int = 4) -> datetime:
    """An instant of a day in Asia/Shanghai, noon unless said otherwise."""
    return datetime.combine(day, time(hour), UTC)


def complete(mandate: Mandate, course: Any, day: date, *, recorded: date | None = None) -> None:
    """Let a deputy have completed a course on a day."""
    saved(
        CourseCompletion(
            person_id=mandate.person_id,
            course_id=id_of(course),
            course_version=1,
            effective_on=day,
            recorded_at=at(recorded or day),
        )
    )


def _let_go(*things: Any) -> None:
    """Read objects and take them out of the session, so that they can be read after requests have come and gone."""
    for thing in things:
        db.session.refresh(thing, inspect(thing).mapper.column_attrs.keys())
    for thing in things:
        db.session.expunge(thing)


@dataclass
class Cast:
    """Two units of one term with a course."""

    first: ElectingBody = field(init=False)
    second: ElectingBody = field(init=False)
    organizer: Actor = field(init=False)

    def __post_init__(self) -> None:
        term = make_term()
        self.first, self.second = make_electing_body(term), make_electing_body(term)
        _let_go(self.first, self.second)
        self.congress_id, self.term_id = self.first.congress_id, self.first.term_id
        self.course = make_course(congress_id=self.congress_id)
        staff = make_staff(Role.ORGANIZER, body=self.first)
        self.organizer = actor_of(staff, Role.ORGANIZER, congress_id=self.congress_id)

    def deputy(self, body: ElectingBody | None = None, **given: Any) -> Mandate:
        """A deputy in office since the term began."""
        mandate = make_mandate(body or self.first, **given)
        _let_go(mandate, mandate.person)
        return mandate

    def ask(self, *courses: Any, on: datetime = NOW, **given: Any) -> RequiredStudy:
        """Set a required study; of all deputies, within 30 days, unless said otherwise."""
        if not {"due_on", "days"} & set(given):
            given["days"] = 30
        ids = tuple(course.public_id for course in (courses or (self.course,)))
        wish = operations.Wish(**{"title": "代表法学习", "courses": ids, **given})
        public_id = operations.set_required_study(wish, actor=self.organizer, now=on)
        return access.study(db.session(), public_id, actor=self.organizer)

    def account(self, study: RequiredStudy, day: date, *, known: datetime | None = None) -> Account:
        """How it stood on a day, as known at its end or at another instant."""
        fresh = access.study(db.session(), study.public_id, actor=self.organizer)
        return account(db.session(), fresh, Question(as_at=day, known_at=known or at(day, 15)))

    def states(self, study: RequiredStudy, day: date, *, known: datetime | None = None) -> dict[int, str]:
        """The state of each deputy of whom it was asked, by mandate."""
        standings = self.account(study, day, known=known).standings
        return {each.asked.mandate_id: each.state.value for each in standings}
