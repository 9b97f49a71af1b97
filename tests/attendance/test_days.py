"""Sign-in by name: on the right days, by anyone's table, taken back without a trace lost."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lms.attendance.models import SignIn
from lms.attendance.operations.sign_in import excuse, sign_in
from lms.attendance.presence import presence_of
from lms.attendance.refusals import DayToCome, NotAStudyDay, NotOnTheList, SignInClosed
from lms.core.database import db
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.recommendation import recommend
from tests.factories import NOW, make_term
from tests.study_sessions.making import enrolment_of, liaison, make_study_session, make_unit, organizer

pytestmark = pytest.mark.usefixtures("database")

DAYS = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)]
LAST_EVENING = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def study_session(database):
    return make_study_session(make_term())


@pytest.fixture
def listed(study_session):
    """Two enrolments of a confirmed list."""
    deputies = make_unit(study_session.term, study_session, places=2, deputies=2)
    for each in deputies:
        recommend(study_session.id, each.id, actor=liaison(each.electing_body), now=NOW)
    confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW)
    return [enrolment_of(study_session, each) for each in deputies]


def mark(study_session, day, *enrolments, taken_back=(), now=LAST_EVENING):
    arrived, gone = ([each.id for each in group] for group in (enrolments, taken_back))
    by = organizer(study_session.congress_id)
    sign_in(study_session.id, day, arrived, taken_back=gone, actor=by, now=now)


def present(study_session, enrolment):
    db.session.rollback()
    presence = presence_of(db.session(), study_session).get(enrolment.id)
    return sorted(presence.days) if presence else []


def test_participants_are_signed_in_by_name_and_day(study_session, listed):
    mark(study_session, DAYS[0], *listed)
    mark(study_session, DAYS[1], listed[0])
    assert present(study_session, listed[0]) == DAYS[:2]
    assert present(study_session, listed[1]) == DAYS[:1]


def test_two_tables_may_mark_the_same_people(study_session, listed):
    mark(study_session, DAYS[0], listed[0])
    mark(study_session, DAYS[0], *listed)
    assert len(db.session.scalars(select(SignIn)).all()) == 2


def test_a_mistaken_sign_in_is_taken_back_and_both_rows_stay(study_session, listed):
    mark(study_session, DAYS[0], listed[0])
    for _ in range(2):
        mark(study_session, DAYS[0], taken_back=[listed[0]])
    assert present(study_session, listed[0]) == []
    assert db.session.scalars(select(SignIn.is_present).order_by(SignIn.id)).all() == [True, False]
    mark(study_session, DAYS[0], listed[0])
    assert present(study_session, listed[0]) == DAYS[:1]


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 4, 3)])
def test_the_day_of_arrival_and_the_day_after_are_no_days_of_study(study_session, listed, day):
    with pytest.raises(NotAStudyDay):
        mark(study_session, day, listed[0])


def test_nobody_is_signed_in_ahead_of_the_day(study_session, listed):
    evening_in_beijing_of_the_30th = datetime(2026, 3, 30, 15, 59, tzinfo=UTC)
    with pytest.raises(DayToCome):
        mark(study_session, DAYS[0], listed[0], now=evening_in_beijing_of_the_30th)
    mark(study_session, DAYS[0], listed[0], now=datetime(2026, 3, 30, 16, 0, tzinfo=UTC))
    assert present(study_session, listed[0]) == DAYS[:1]


def test_without_a_confirmed_list_nobody_is_signed_in(study_session):
    with pytest.raises(SignInClosed):
        mark(study_session, DAYS[0])


def test_a_participant_of_another_study_session_is_refused_with_all_the_others(study_session, listed):
    other = make_study_session(study_session.term, number=2)
    (stranger,) = make_unit(study_session.term, other, places=1, deputies=1)
    recommend(other.id, stranger.id, actor=liaison(stranger.electing_body), now=NOW)
    with pytest.raises(NotOnTheList):
        mark(study_session, DAYS[0], listed[0], enrolment_of(other, stranger))
    assert present(study_session, listed[0]) == []


def test_an_excuse_holds_until_it_is_ended(study_session, listed):
    by = organizer(study_session.congress_id)
    mark(study_session, DAYS[0], listed[0])
    excuse(listed[0].id, "参加抢险", actor=by, now=LAST_EVENING)
    assert presence_of(db.session(), study_session)[listed[0].id].is_enough(DAYS)
    excuse(listed[0].id, "误填", is_excused=False, actor=by, now=LAST_EVENING)
    db.session.rollback()
    kept = presence_of(db.session(), study_session)[listed[0].id]
    assert not kept.is_enough(DAYS)
    assert kept.missing(DAYS) == DAYS[1:]
