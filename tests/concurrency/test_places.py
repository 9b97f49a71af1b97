"""A place lives among several at once: answers, substitutes, the sweep and a crowd that applies; each place has one end."""

from functools import partial

import pytest
from sqlalchemy import select

from lms.core.database import db, transaction
from lms.core.event_delivery import deliver_pending
from lms.study_sessions.models import Enrolment, Quota
from lms.study_sessions.operations.answers import accept, decline
from lms.study_sessions.operations.applications import apply, withdraw_application
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.proposals import sweep
from lms.study_sessions.operations.recommendation import recommend, substitute, withdraw
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.refusals import NotWithdrawable
from lms.study_sessions.states import PlaceState
from tests.concurrency.racing import at_once
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import (
    deputy_of,
    enrolment_of,
    liaison,
    make_quota,
    make_study_session,
    make_unit,
    organizer,
    seated,
    waiting,
)

CROWD, PLACES = 40, 7


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def confirmed(term):
    """A confirmed list with one place, of a unit whose second deputy waits."""
    study_session = make_study_session(term)
    unit = make_unit(term, study_session, places=1, deputies=3)
    by = {"actor": liaison(unit[0].electing_body), "now": NOW}
    recommend(study_session.id, unit[0].id, **by)
    reserve(study_session.id, unit[1].id, **by)
    confirm_list(study_session.id, actor=organizer(term.congress_id), now=NOW)
    return study_session, unit


def test_who_accepts_and_who_is_substituted_at_once_has_one_end(confirmed):
    study_session, unit = confirmed
    place = enrolment_of(study_session, unit[0]).id
    by_unit = {"actor": liaison(unit[0].electing_body), "now": NOW}
    results = at_once(
        partial(accept, place, actor=deputy_of(unit[0]), now=NOW),
        partial(substitute, place, unit[2].id, **by_unit),
    )
    # An accepted place can still be substituted; a substituted one is no longer accepted.
    assert results[0] in (None, NotWithdrawable)
    assert seated(study_session) == [unit[2].person_id]


def test_a_declined_place_is_filled_once_however_the_sweep_comes_in(confirmed):
    study_session, unit = confirmed
    place = enrolment_of(study_session, unit[0]).id
    at_once(
        partial(decline, place, "出访", actor=deputy_of(unit[0]), now=NOW),
        partial(sweep, now=NOW),
        partial(sweep, now=NOW),
    )
    assert seated(study_session) == [unit[1].person_id]


def test_two_study_sessions_that_call_each_others_people_do_not_lock_each_other_out(term):
    """Who locked first those who leave and then those who come would wait here for the other, and be ended."""
    unit = make_unit(term, make_study_session(term), places=1, deputies=4)
    by = {"actor": liaison(unit[0].electing_body), "now": NOW}
    for _ in range(5):
        first, second = (make_study_session(term, title=title) for title in ("第1期", "第2期"))
        for here, seat, line in ((first, unit[0], unit[1]), (second, unit[1], unit[0])):
            make_quota(here, unit[0].electing_body, 1)
            recommend(here.id, seat.id, **by)
            wait_behind(here, line)
        leaving = [enrolment_of(first, unit[0]).id, enrolment_of(second, unit[1]).id]
        assert at_once(*(partial(withdraw, each, **by) for each in leaving)) == [None, None]
        deliver_pending(now=NOW)
        # Whoever came last found both free; each person has at most one seat, and no place is idle.
        assert sorted(seated(first) + seated(second)) == sorted([unit[0].person_id, unit[1].person_id])
        for here, seat in ((first, unit[1]), (second, unit[0])):
            withdraw(enrolment_of(here, seat).id, **by)


def wait_behind(study_session, mandate):
    """As a reserve who found a seat elsewhere after being put in line."""
    with transaction() as session:
        quota = session.scalars(select(Quota).where(Quota.study_session_id == study_session.id)).one()
        values = {"study_session_id": study_session.id, "quota_id": quota.id, "person_id": mandate.person_id}
        values["unit_id"] = mandate.electing_body_id
        state = {"state": PlaceState.WAITING, "priority": 1, "applied_at": NOW, "recommended_by": 1, "rank": 1}
        session.add(Enrolment(mandate_id=mandate.id, **values, **state))


@pytest.fixture
def open_session(term):
    study_session = make_study_session(term, places=PLACES, is_open=True)
    make_quota(study_session, None, PLACES)
    return study_session


def applying(study_session, deputies):
    return [partial(apply, study_session.id, actor=deputy_of(each), now=NOW) for each in deputies]


def test_two_who_apply_for_the_last_place_are_one_seated_and_one_in_line(term):
    study_session = make_study_session(term, places=1, is_open=True)
    make_quota(study_session, None, 1)
    rivals = [make_mandate(make_electing_body(term)) for _ in range(2)]
    assert sorted(at_once(*applying(study_session, rivals))) == [PlaceState.RECOMMENDED, PlaceState.WAITING]


def test_a_crowd_fills_every_place_and_queues_in_the_order_in_which_it_came(term, open_session):
    body = make_electing_body(term)
    crowd = [make_mandate(body) for _ in range(CROWD)]
    results = at_once(*applying(open_session, crowd))
    assert results.count(PlaceState.RECOMMENDED) == PLACES
    assert results.count(PlaceState.WAITING) == CROWD - PLACES
    came = db.session.scalars(select(Enrolment).order_by(Enrolment.applied_at, Enrolment.id)).all()
    assert [each.state for each in came] == [PlaceState.RECOMMENDED] * PLACES + [PlaceState.WAITING] * (CROWD - PLACES)


def test_while_some_leave_and_some_come_no_place_is_idle_and_the_line_keeps_its_order(term, open_session):
    body = make_electing_body(term)
    crowd = [make_mandate(body) for _ in range(PLACES + 10)]
    for act in applying(open_session, crowd):
        act()
    first_in_line = waiting(open_session)
    late = [make_mandate(body) for _ in range(5)]
    leaving = [
        partial(withdraw_application, enrolment_of(open_session, each).id, actor=deputy_of(each), now=NOW)
        for each in crowd[:4]
    ]
    at_once(*leaving, *applying(open_session, late))
    assert len(seated(open_session)) == PLACES
    assert set(first_in_line[:4]) <= set(seated(open_session))
    assert waiting(open_session)[:6] == first_in_line[4:]
