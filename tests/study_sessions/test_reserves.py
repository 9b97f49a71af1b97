"""A unit's reserves wait in its own order, hold no seat, and move up the moment one is free."""

import pytest
from sqlalchemy import select

from lms.core import events
from lms.core.database import db, transaction
from lms.core.event_delivery import deliver_pending
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.operations.lifecycle import call_off, confirm_list
from lms.study_sessions.operations.quotas import move_places
from lms.study_sessions.operations.recommendation import recommend, return_place, withdraw
from lms.study_sessions.operations.reserves import put_earlier, reserve
from lms.study_sessions.refusals import AlreadyRecommended, NotAReserve, NotInOffice, RecommendingClosed, SeatClash
from lms.study_sessions.states import PlaceState
from tests.factories import NOW, make_electing_body, make_term
from tests.study_sessions.making import (
    days_of,
    enrolment_of,
    liaison,
    make_quota,
    make_study_session,
    make_unit,
    organizer,
    seated,
    waiting,
)


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def study_session(term):
    return make_study_session(term)


@pytest.fixture
def unit(term, study_session):
    """A unit with one place, which the first of its four deputies has."""
    deputies = make_unit(term, study_session, places=1, deputies=4)
    recommend(study_session.id, deputies[0].id, actor=liaison(deputies[0].electing_body), now=NOW)
    return deputies


def by(unit):
    return {"actor": liaison(unit[0].electing_body), "now": NOW}


def put_in_line(study_session, unit, *deputies):
    for deputy in deputies:
        reserve(study_session.id, deputy.id, **by(unit))


def drop(study_session, unit, deputy):
    withdraw(enrolment_of(study_session, deputy).id, **by(unit))


def test_a_reserve_waits_and_holds_neither_seat_nor_days(study_session, unit):
    put_in_line(study_session, unit, unit[1])
    assert seated(study_session) == [unit[0].person_id]
    assert waiting(study_session) == [unit[1].person_id]
    assert days_of(unit[1].person_id) == []


def test_where_a_place_is_free_a_reserve_has_it_at_once(term, study_session):
    (deputy,) = make_unit(term, study_session, places=1, deputies=1)
    put_in_line(study_session, [deputy], deputy)
    assert seated(study_session) == [deputy.person_id]


def test_a_withdrawn_place_goes_to_the_first_reserve_and_history_says_so(study_session, unit):
    put_in_line(study_session, unit, unit[2], unit[1])
    drop(study_session, unit, unit[0])
    assert seated(study_session) == [unit[2].person_id]
    moved = enrolment_of(study_session, unit[2])
    changes = db.session.scalars(select(EnrolmentChange).where(EnrolmentChange.enrolment_id == moved.id)).all()
    assert [(each.to_state, each.reason) for each in changes] == [
        (PlaceState.WAITING, ""),
        (PlaceState.RECOMMENDED, "promoted"),
    ]


def test_the_units_order_counts_and_not_who_came_first(study_session, unit):
    put_in_line(study_session, unit, unit[1], unit[2], unit[3])
    put_earlier(enrolment_of(study_session, unit[3]).id, **by(unit))
    put_earlier(enrolment_of(study_session, unit[3]).id, **by(unit))
    put_earlier(enrolment_of(study_session, unit[3]).id, **by(unit))
    for expected in (unit[3], unit[1], unit[2]):
        drop(study_session, unit, next(each for each in unit if each.person_id in seated(study_session)))
        assert seated(study_session) == [expected.person_id]


def test_who_has_moved_up_is_no_reserve_any_more(study_session, unit):
    with pytest.raises(NotAReserve):
        put_earlier(enrolment_of(study_session, unit[0]).id, **by(unit))


def test_nobody_waits_twice_or_for_the_own_seat(study_session, unit):
    put_in_line(study_session, unit, unit[1])
    for deputy in unit[:2]:
        with pytest.raises(AlreadyRecommended):
            put_in_line(study_session, unit, deputy)


def test_a_returned_place_goes_to_the_next_too(study_session, unit):
    put_in_line(study_session, unit, unit[1])
    by_organizer = organizer(study_session.congress_id)
    return_place(enrolment_of(study_session, unit[0]).id, "退回", actor=by_organizer, now=NOW)
    assert seated(study_session) == [unit[1].person_id]


def test_a_place_that_another_unit_gives_up_fills_the_line(term, study_session, unit):
    put_in_line(study_session, unit, unit[1])
    giving = make_quota(study_session, make_electing_body(term), 1)
    getting = enrolment_of(study_session, unit[0]).quota_id
    move_places(giving.id, getting, 1, "调剂", actor=organizer(term.congress_id), now=NOW)
    assert len(seated(study_session)) == 2


def test_a_mandate_that_ends_lets_the_next_move_up_and_takes_a_reserve_out_of_line(study_session, unit):
    put_in_line(study_session, unit, unit[1], unit[2])
    for mandate in unit[:2]:
        with transaction() as session:
            payload = {"mandate_id": mandate.id, "effective_on": NOW.date().isoformat()}
            events.publish(session, "mandate.ended", payload, now=NOW)
    deliver_pending(now=NOW)
    assert seated(study_session) == [unit[2].person_id]
    assert enrolment_of(study_session, unit[1]).state is PlaceState.RELEASED


def test_who_has_a_seat_elsewhere_is_refused_as_a_reserve_and_passed_over_later(term, study_session, unit):
    other = make_study_session(term, title="第2期")
    make_quota(other, unit[0].electing_body, 2)
    put_in_line(study_session, unit, unit[1], unit[2])
    recommend(other.id, unit[1].id, **by(unit))
    recommend(other.id, unit[3].id, **by(unit))
    with pytest.raises(SeatClash):
        put_in_line(study_session, unit, unit[3])
    drop(study_session, unit, unit[0])
    assert seated(study_session) == [unit[2].person_id]
    assert waiting(study_session) == [unit[1].person_id]


def test_who_was_passed_over_has_the_place_as_soon_as_the_other_days_are_free(term, study_session, unit):
    other = make_study_session(term, title="第2期")
    make_quota(other, unit[0].electing_body, 1)
    put_in_line(study_session, unit, unit[1])
    recommend(other.id, unit[1].id, **by(unit))
    drop(study_session, unit, unit[0])
    assert seated(study_session) == []
    drop(other, unit, unit[1])
    deliver_pending(now=NOW)
    assert seated(study_session) == [unit[1].person_id]


def test_who_is_out_of_office_does_not_wait(study_session, unit):
    with transaction() as session:
        session.get_one(type(unit[1]), unit[1].id).status = "suspended"
    with pytest.raises(NotInOffice):
        put_in_line(study_session, unit, unit[1])


def test_reserves_are_named_while_the_unit_recommends_and_move_up_confirmed_afterwards(study_session, unit):
    put_in_line(study_session, unit, unit[1])
    confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW)
    with pytest.raises(RecommendingClosed):
        put_in_line(study_session, unit, unit[2])
    by_organizer = organizer(study_session.congress_id)
    return_place(enrolment_of(study_session, unit[0]).id, "退回", actor=by_organizer, now=NOW)
    assert enrolment_of(study_session, unit[1]).state is PlaceState.CONFIRMED


def test_calling_off_sends_those_who_wait_home_too(study_session, unit):
    put_in_line(study_session, unit, unit[1])
    assert call_off(study_session.id, "台风", actor=organizer(study_session.congress_id), now=NOW) == 1
    assert (seated(study_session), waiting(study_session)) == ([], [])
