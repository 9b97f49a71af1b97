"""Who was there every day completes; each completion is one entry in the record, in the same transaction."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from lms.attendance.models import StudySessionCompletion
from lms.attendance.operations import close_out, sign_in
from lms.attendance.refusals import DayToCome, ListNotConfirmed, NotADayOfStudy, NotOnTheList, NotOver
from lms.core.database import db
from lms.notices.models import Notice
from lms.records.models import EntryKind, RecordEntry
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.operations import lifecycle, recommendation
from lms.study_sessions.states import State
from tests.factories import NOW, make_term
from tests.study_sessions.making import enrolment_of, liaison, make_study_session, make_unit, organizer

pytestmark = pytest.mark.usefixtures("database")

DAYS = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)]
LAST_DAY = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
Confirmed = tuple[StudySession, list[Enrolment]]


@pytest.fixture
def confirmed(database: str) -> Confirmed:
    """A study session with a confirmed list of two."""
    term = make_term()
    study_session = make_study_session(term)
    deputies = make_unit(term, study_session, places=2, deputies=2)
    by = liaison(deputies[0].electing_body)
    for each in deputies:
        recommendation.recommend(study_session.id, each.id, actor=by, now=NOW)
    lifecycle.confirm_list(study_session.id, actor=organizer(term.congress_id), now=NOW)
    return study_session, [enrolment_of(study_session, each) for each in deputies]


def be_there(study_session: StudySession, *enrolments: Enrolment, days: list[date] = DAYS) -> None:
    for day in days:
        sign_in(
            study_session.id,
            day,
            arrived=[each.public_id for each in enrolments],
            actor=organizer(study_session.congress_id),
            now=LAST_DAY,
        )


def entries() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(RecordEntry)) or 0


def test_who_was_there_every_day_completes_and_the_other_does_not(confirmed: Confirmed) -> None:
    study_session, (first, second) = confirmed
    be_there(study_session, first)
    be_there(study_session, second, days=DAYS[:2])
    assert close_out(study_session.id, excused={}, actor=organizer(study_session.congress_id), now=LAST_DAY) == 1
    outcome = {
        each.person_id: (each.is_completed, each.days_present)
        for each in db.session.scalars(select(StudySessionCompletion))
    }
    assert outcome == {first.person_id: (True, 3), second.person_id: (False, 2)}


def test_a_completion_is_an_entry_that_counts_as_trained_and_is_told(confirmed: Confirmed) -> None:
    study_session, (first, _second) = confirmed
    be_there(study_session, first)
    close_out(study_session.id, excused={}, actor=organizer(study_session.congress_id), now=LAST_DAY)
    entry, kind = db.session.execute(select(RecordEntry, EntryKind).join(EntryKind)).one()
    assert kind.counts_as_trained
    assert entry.occurred_on == study_session.ends_on
    assert entry.source_key.startswith(f"study_session:{study_session.public_id}:")
    assert db.session.scalars(select(Notice.person_id)).all() == [first.person_id]


def test_whom_the_organizer_excuses_with_a_reason_completes_too(confirmed: Confirmed) -> None:
    study_session, (first, second) = confirmed
    be_there(study_session, first)
    excused = {second.public_id: "会期冲突，已补课"}
    assert close_out(study_session.id, excused=excused, actor=organizer(study_session.congress_id), now=LAST_DAY) == 2
    assert entries() == 2


def test_closing_out_twice_is_refused_and_enters_nothing_twice(confirmed: Confirmed) -> None:
    study_session, (first, second) = confirmed
    be_there(study_session, first, second)
    by = organizer(study_session.congress_id)
    close_out(study_session.id, excused={}, actor=by, now=LAST_DAY)
    with pytest.raises(ListNotConfirmed):
        close_out(study_session.id, excused={}, actor=by, now=LAST_DAY)
    assert entries() == 2


def test_it_is_not_closed_out_before_its_last_day(confirmed: Confirmed) -> None:
    study_session, _enrolments = confirmed
    with pytest.raises(NotOver):
        close_out(study_session.id, excused={}, actor=organizer(study_session.congress_id), now=NOW)
    assert study_session.state is State.LIST_CONFIRMED


@pytest.mark.parametrize(
    ("day", "now", "refusal"),
    [(date(2026, 4, 3), LAST_DAY, NotADayOfStudy), (DAYS[0], NOW, DayToCome)],
    ids=["not a day of study", "a day to come"],
)
def test_nobody_is_signed_in_on_a_wrong_day(
    confirmed: Confirmed, day: date, now: datetime, refusal: type[Exception]
) -> None:
    study_session, (first, _second) = confirmed
    with pytest.raises(refusal):
        sign_in(study_session.id, day, arrived=[first.public_id], actor=organizer(study_session.congress_id), now=now)


def test_two_tables_do_not_undo_each_others_marks(confirmed: Confirmed) -> None:
    """The second table had shown nobody as present; it tells only whom it marked."""
    study_session, (first, second) = confirmed
    be_there(study_session, first, days=DAYS[:1])
    be_there(study_session, second, days=DAYS[:1])
    be_there(study_session, first, second, days=DAYS[1:])
    assert close_out(study_session.id, excused={}, actor=organizer(study_session.congress_id), now=LAST_DAY) == 2


def test_a_mark_made_by_mistake_is_taken_back(confirmed: Confirmed) -> None:
    study_session, (first, second) = confirmed
    be_there(study_session, first, second)
    by = organizer(study_session.congress_id)
    sign_in(study_session.id, DAYS[1], arrived=[], taken_back=[second.public_id], actor=by, now=LAST_DAY)
    assert close_out(study_session.id, excused={}, actor=by, now=LAST_DAY) == 1


def test_a_name_of_another_list_is_refused(confirmed: Confirmed) -> None:
    study_session, (first, _second) = confirmed
    other = make_study_session(number=2)
    other_deputy = make_unit(other.term, other, places=1, deputies=1)[0]
    recommendation.recommend(other.id, other_deputy.id, actor=liaison(other_deputy.electing_body), now=NOW)
    stranger = enrolment_of(other, other_deputy)
    with pytest.raises(NotOnTheList):
        be_there(study_session, first, stranger, days=DAYS[:1])


def test_without_a_confirmed_list_nobody_is_signed_in() -> None:
    study_session = make_study_session()
    with pytest.raises(ListNotConfirmed):
        be_there(study_session, days=DAYS[:1])
