"""A congress in which there is more and more of everything that a page shows."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

from lms.core import clock
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.learning.models import LessonCompletion, Way
from lms.notices.operations import tell
from lms.planning.calendar.models import CalendarDate, DateKind
from lms.records.checks import operations as checks
from lms.records.corrections import operations as corrections
from lms.records.erasures import operations as erasures
from lms.records.erasures.models import ErasureGround
from lms.records.models import RecordEntry
from lms.records.objections import operations as objections
from lms.records.posting import Fact, post_for_person
from lms.study_sessions.models import Enrolment
from lms.study_sessions.states import PlaceState, Priority
from tests.catalog.factories import make_course, make_reading
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_term, saved
from tests.planning.cast import make_checklist
from tests.study_sessions.making import make_quota, make_study_session
from tests.support.accounts import actor_of, make_deputy, make_staff, sign_in
from tests.support.http import HouseClient
from tests.support.statements import statements_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from flask import Flask

    from lms.people.models import Mandate
    from lms.study_sessions.models import StudySession

    Counts = dict[tuple[str, str], int]

MOST = 10
FEW, MANY = 3, 30

PAGES = [
    ("deputy", "/"),
    ("deputy", "/courses"),
    ("deputy", "/courses/{course}"),
    ("deputy", "/courses/{course}/lessons/{lesson}"),
    ("deputy", "/record"),
    ("deputy", "/record/objections"),
    ("deputy", "/record/entries/{entry}"),
    ("deputy", "/record/checks/{period}"),
    ("deputy", "/notices"),
    ("deputy", "/my/study-sessions"),
    ("liaison", "/"),
    ("liaison", "/study-sessions/{study_session}/recommendation"),
    ("liaison", "/records"),
    ("liaison", "/records/objections"),
    ("liaison", "/records/checks/{period}"),
    ("liaison", "/study-sessions/places"),
    ("organizer", "/"),
    ("organizer", "/study-sessions/places"),
    ("organizer", "/study-sessions"),
    ("organizer", "/study-sessions/{study_session}"),
    ("office", "/"),
    ("office", "/deputies"),
    ("office", "/deputies/{deputy}"),
    ("office", "/deputies/{deputy}/record"),
    ("office", "/records"),
    ("office", "/records/corrections"),
    ("office", "/records/erasures"),
    ("office", "/records/checks"),
    ("office", "/records/entries/{entry}"),
]


class GrowingCongress:
    """One deputy with a course, a study session and a unit, and staff; `grow` adds one of everything beside them."""

    def __init__(self) -> None:
        congress = make_congress()
        self.congress_id = congress.id
        self.term = make_term(congress)
        self.body = make_electing_body(self.term)
        self.mandate, deputy = make_deputy(self.body)
        self.course = make_course(congress_id=self.congress_id)
        self.study_session = make_study_session(self.term, places=1000)
        self.quota = make_quota(self.study_session, self.body, 100)
        self.numbers = itertools.count(1)
        self.accounts = {
            "deputy": deputy,
            "liaison": make_staff(Role.LIAISON, body=self.body),
            "organizer": make_staff(Role.ORGANIZER, congress),
            "office": make_staff(Role.BUSINESS_ADMIN, congress),
        }
        self.names = {
            "course": self.course.public_id,
            "lesson": make_reading(self.course).public_id,
            "study_session": self.study_session.public_id,
            "deputy": self.mandate.public_id,
        }
        officer = actor_of(self.accounts["office"], Role.BUSINESS_ADMIN, congress_id=self.congress_id)
        first, last = NOW.date() - timedelta(days=60), NOW.date() - timedelta(days=1)
        period = checks.open_period(first, last, working_days=10, actor=officer, now=NOW)
        self.names |= {"period": period.public_id, "entry": self._enter_first()}
        # Requests come and go between one growth and the next, and with each the session that rows hang on.
        for row in (self.term, self.body, self.mandate, self.study_session, self.quota):
            db.session.refresh(row)
            db.session.expunge(row)

    def _enter_first(self) -> uuid.UUID:
        """An entry whose own page is looked at."""
        fact = Fact(
            kind="course_completion", occurred_on=NOW.date(), source_key="course:0", payload={"title": "代表法"}
        )
        with transaction() as session:
            (entry_id,) = post_for_person(session, person_id=self.mandate.person_id, fact=fact, now=NOW)
            return session.get_one(RecordEntry, entry_id).public_id

    def grow(self) -> None:
        """One more of everything that a page lists."""
        number = next(self.numbers)
        self._tell(number)
        self._learn()
        self._seat(self.quota.id, self.study_session.id, make_mandate(self.body))
        make_mandate(self.body)  # Who could still be put forward.
        other_body = make_electing_body(self.term)
        self._seat(make_quota(self.study_session, other_body, 10).id, self.study_session.id, make_mandate(other_body))
        another = make_study_session(self.term, title=f"第{number + 1}期专题学习班")
        quota = make_quota(another, self.body, 10)
        self._seat(quota.id, another.id, self.mandate)
        self._seat(quota.id, another.id, make_mandate(self.body), PlaceState.WAITING)
        self._plan(another)

    def _plan(self, study_session: StudySession) -> None:
        """A meeting on the calendar, and a checklist whose one thing should have been done a month ago."""
        make_checklist(study_session, days_before=60)
        day = NOW.date() + timedelta(days=20)
        meeting = {"kind": DateKind.COMMITTEE, "title": "常委会会议", "first_on": day, "last_on": day}
        saved(CalendarDate(congress_id=self.congress_id, entered_by=1, entered_at=NOW, **meeting))

    def _tell(self, number: int) -> None:
        """A notice and an entry in the record."""
        fact = Fact(
            kind="course_completion",
            occurred_on=NOW.date(),
            source_key=f"course:{number}",
            payload={"title": "代表法"},
        )
        with transaction() as session:
            person_id = self.mandate.person_id
            tell(session, person_id=person_id, congress_id=self.congress_id, kind="test", template="News.", now=NOW)
            (entry_id,) = post_for_person(session, person_id=person_id, fact=fact, now=NOW)
            entry = session.get_one(RecordEntry, entry_id).public_id
        self._dispute(entry)

    def _dispute(self, entry: uuid.UUID) -> None:
        """An objection to an entry, a correction of it and an erasure, all of which wait."""
        deputy = actor_of(self.accounts["deputy"], Role.DEPUTY, congress_id=self.congress_id)
        officer = actor_of(self.accounts["office"], Role.BUSINESS_ADMIN, congress_id=self.congress_id)
        objections.file_about_entry(entry, "有误", None, actor=deputy, now=NOW)
        corrections.propose(entry, None, "有误", None, actor=officer, now=NOW)
        erasures.propose(entry, ErasureGround.UNLAWFUL, "误录", actor=officer, now=NOW)

    def _learn(self) -> None:
        """A further lesson of the course, completed, and a further course with one."""
        make_reading(make_course(congress_id=self.congress_id))
        done = make_reading(self.course)
        saved(
            LessonCompletion(
                person_id=self.mandate.person_id,
                lesson_id=done.id,
                course_version=1,
                way=Way.READ,
                effective_on=NOW.date(),
                recorded_at=NOW,
            )
        )

    def _seat(
        self, quota_id: int, study_session_id: int, mandate: Mandate, state: PlaceState = PlaceState.CONFIRMED
    ) -> None:
        saved(
            Enrolment(
                study_session_id=study_session_id,
                quota_id=quota_id,
                person_id=mandate.person_id,
                unit_id=mandate.electing_body_id,
                mandate_id=mandate.id,
                state=state,
                priority=Priority.NOT_YET_TRAINED,
                applied_at=NOW,
                recommended_by=1,
            )
        )


def counts_as_it_grows(app: Flask) -> tuple[Counts, Counts]:
    """How many statements each page takes with a few of everything, and with many. The database must be empty."""
    with clock.frozen_at(NOW):
        congress = GrowingCongress()
        browsers = signed_in(app, congress)
        few = _count(congress, browsers, grow_by=FEW)
        return few, _count(congress, browsers, grow_by=MANY - FEW)


def _count(congress: GrowingCongress, browsers: Mapping[str, HouseClient], *, grow_by: int) -> Counts:
    for _ in range(grow_by):
        congress.grow()
    return {(who, path): statements_of(browsers[who], path.format(**congress.names)) for who, path in PAGES}


def signed_in(app: Flask, congress: GrowingCongress) -> dict[str, HouseClient]:
    """A browser for each of the congress's people."""
    browsers = {}
    for who, account in congress.accounts.items():
        browser = app.test_client()
        assert isinstance(browser, HouseClient)
        browsers[who] = browser
        sign_in(browser, account, congress_id=congress.congress_id)
    return browsers
