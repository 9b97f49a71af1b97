"""A deputy accepts or declines a confirmed place, alone or by the liaison, and the next moves up until the stop day."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core.clock import start_of
from lms.core.database import db
from lms.notices.models import Notice
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.answers import accept, decline
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.recommendation import recommend, substitute
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.refusals import AnswersClosed, NotWithdrawable, StopDayPassed
from lms.study_sessions.states import PlaceState
from tests.factories import NOW, make_term
from tests.study_sessions.making import (
    deputy_of,
    enrolment_of,
    liaison,
    make_study_session,
    make_unit,
    organizer,
    seated,
)

# Five working days before 30 March 2026, a Monday.
STOPS_ON = date(2026, 3, 23)


@pytest.fixture
def study_session(database):
    return make_study_session(make_term())


@pytest.fixture
def unit(study_session):
    """One place, confirmed for the first; the second waits."""
    deputies = make_unit(study_session.term, study_session, places=1, deputies=3)
    by = {"actor": liaison(deputies[0].electing_body), "now": NOW}
    recommend(study_session.id, deputies[0].id, **by)
    reserve(study_session.id, deputies[1].id, **by)
    confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW)
    return deputies


def of(study_session, deputy):
    return enrolment_of(study_session, deputy).id


def last_change():
    return db.session.scalars(select(EnrolmentChange).order_by(EnrolmentChange.id.desc())).first()


def noon(day: date) -> datetime:
    return start_of(day) + timedelta(hours=12)


def test_an_accepted_place_stays_the_deputys(study_session, unit):
    accept(of(study_session, unit[0]), actor=deputy_of(unit[0]), now=NOW)
    assert enrolment_of(study_session, unit[0]).state is PlaceState.ACCEPTED
    assert seated(study_session) == [unit[0].person_id]
    assert not last_change().is_for_deputy


def test_nothing_is_accepted_twice(study_session, unit):
    accept(of(study_session, unit[0]), actor=deputy_of(unit[0]), now=NOW)
    with pytest.raises(NotWithdrawable):
        accept(of(study_session, unit[0]), actor=deputy_of(unit[0]), now=NOW)


def test_a_declined_place_goes_to_the_next_who_is_told(study_session, unit):
    decline(of(study_session, unit[0]), "出访", actor=deputy_of(unit[0]), now=NOW)
    assert seated(study_session) == [unit[1].person_id]
    assert enrolment_of(study_session, unit[1]).state is PlaceState.CONFIRMED
    assert db.session.scalars(select(Notice.person_id)).one() == unit[1].person_id


def test_who_has_accepted_can_still_fall_ill(study_session, unit):
    accept(of(study_session, unit[0]), actor=deputy_of(unit[0]), now=NOW)
    decline(of(study_session, unit[0]), "生病", actor=deputy_of(unit[0]), now=NOW)
    assert seated(study_session) == [unit[1].person_id]


def test_an_answer_by_the_liaison_is_shown_and_audited_as_such(study_session, unit):
    decline(of(study_session, unit[0]), "出访", actor=liaison(unit[0].electing_body), now=NOW)
    change = db.session.scalars(select(EnrolmentChange).where(EnrolmentChange.to_state == PlaceState.DECLINED)).one()
    assert (change.is_for_deputy, change.reason, change.account_id) == (True, "出访", 2)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "enrolment.declined")).one()
    assert (event.account_id, event.acting_for_person_id) == (2, unit[0].person_id)


def test_the_stop_day_is_five_working_days_before_arrival(study_session):
    assert db.session.get_one(StudySession, study_session.id).stops_on == STOPS_ON


@pytest.mark.parametrize(("day", "comes"), [(STOPS_ON, True), (STOPS_ON + timedelta(days=1), False)])
def test_after_the_stop_day_a_place_stays_empty(study_session, unit, day, comes):
    decline(of(study_session, unit[0]), "出访", actor=deputy_of(unit[0]), now=noon(day))
    assert seated(study_session) == ([unit[1].person_id] if comes else [])


def test_a_substitute_on_a_confirmed_list_is_confirmed_until_the_stop_day(study_session, unit):
    by = liaison(unit[0].electing_body)
    substitute(of(study_session, unit[0]), unit[2].id, actor=by, now=noon(STOPS_ON))
    assert enrolment_of(study_session, unit[2]).state is PlaceState.CONFIRMED
    with pytest.raises(StopDayPassed):
        substitute(of(study_session, unit[2]), unit[0].id, actor=by, now=noon(STOPS_ON + timedelta(days=1)))


def test_no_answer_is_taken_once_it_has_begun(study_session, unit):
    with pytest.raises(AnswersClosed):
        accept(of(study_session, unit[0]), actor=deputy_of(unit[0]), now=noon(study_session.starts_on))
