"""More places, or other days: what the organizer changes is at once what those who wait are given."""

from dataclasses import fields, replace
from datetime import date

import pytest

from lms.core.database import db
from lms.core.event_delivery import deliver_pending
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.applications import apply
from lms.study_sessions.operations.drafting import Draft, edit
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.recommendation import recommend, withdraw
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.refusals import QuotasAreOut
from lms.study_sessions.states import PlaceState
from tests.factories import NOW, make_mandate, make_term
from tests.study_sessions.making import (
    common_pool_of,
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

LATER = {"arrival_on": date(2026, 4, 20), "starts_on": date(2026, 4, 21), "ends_on": date(2026, 4, 23)}


@pytest.fixture
def term(database):
    return make_term()


def change(study_session, **said):
    db.session.rollback()
    found = db.session.get_one(StudySession, study_session.id, populate_existing=True)
    as_it_is = Draft(**{each.name: getattr(found, each.name) for each in fields(Draft)})
    edit(found.id, replace(as_it_is, **said), actor=organizer(found.congress_id), now=NOW)
    deliver_pending(now=NOW)


def unit_with_a_reserve(term, study_session):
    """A unit whose one place is taken, and who waits for another."""
    first, second = make_unit(term, study_session, places=1, deputies=2)
    by = {"actor": liaison(first.electing_body), "now": NOW}
    recommend(study_session.id, first.id, **by)
    reserve(study_session.id, second.id, **by)
    return first, second


def test_added_places_are_the_common_pools_and_proposed_to_the_organizer(term):
    study_session = make_study_session(term, places=1)
    _first, second = unit_with_a_reserve(term, study_session)
    change(study_session, places=3)
    assert common_pool_of(study_session).places == 2
    assert waiting(study_session) == [second.person_id]


def test_where_the_common_pool_fills_itself_they_are_given_at_once(term):
    study_session = make_study_session(term, places=1, fills_by_itself=True)
    first, second = unit_with_a_reserve(term, study_session)
    change(study_session, places=2)
    assert seated(study_session) == [first.person_id, second.person_id]


def test_on_a_confirmed_list_who_moves_up_is_confirmed(term):
    study_session = make_study_session(term, places=1, fills_by_itself=True)
    _first, second = unit_with_a_reserve(term, study_session)
    confirm_list(study_session.id, actor=organizer(term.congress_id), now=NOW)
    change(study_session, places=2)
    assert enrolment_of(study_session, second).state is PlaceState.CONFIRMED


def test_an_open_study_session_lets_the_next_in_line_in(term):
    study_session = make_study_session(term, places=1, is_open=True)
    body = make_unit(term, make_study_session(term), places=0, deputies=1)[0].electing_body
    make_quota(study_session, None, 1)
    deputies = [make_mandate(body) for _ in range(3)]
    for deputy in deputies:
        apply(study_session.id, actor=deputy_of(deputy), now=NOW)
    change(study_session, places=2)
    assert seated(study_session) == [deputy.person_id for deputy in deputies[:2]]


def test_where_units_draw_on_the_total_there_is_no_other_pool(term):
    study_session = make_study_session(term, places=1)
    first, second = make_unit(term, study_session, places=None, deputies=2)
    by = {"actor": liaison(first.electing_body), "now": NOW}
    recommend(study_session.id, first.id, **by)
    change(study_session, places=2)
    assert common_pool_of(study_session) is None
    recommend(study_session.id, second.id, **by)


def test_no_place_is_taken_away_once_units_recommend(term):
    study_session = make_study_session(term, places=2)
    with pytest.raises(QuotasAreOut):
        change(study_session, places=1)


@pytest.fixture
def passed_over(term):
    """Two study sessions on the same days: the one place of the first is free, and who waits for it is at the second."""
    here, there = make_study_session(term), make_study_session(term, title="第2期专题学习班")
    first, second = unit_with_a_reserve(term, here)
    make_quota(there, first.electing_body, 1)
    by = {"actor": liaison(first.electing_body), "now": NOW}
    recommend(there.id, second.id, **by)
    withdraw(enrolment_of(here, first).id, **by)
    deliver_pending(now=NOW)
    assert (seated(here), waiting(here)) == ([], [second.person_id])
    return here, there, second


def test_on_new_days_who_was_passed_over_has_the_place(passed_over):
    here, _there, second = passed_over
    change(here, **LATER)
    assert seated(here) == [second.person_id]


def test_old_days_are_free_again_for_a_place_elsewhere(passed_over):
    here, there, second = passed_over
    change(there, **LATER)
    assert seated(here) == seated(there) == [second.person_id]
