"""Open study sessions: deputies apply themselves, are seated or queue in the order in which they came."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lms.core.database import db
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.applications import apply, withdraw_application
from lms.study_sessions.operations.drafting import edit
from lms.study_sessions.operations.lifecycle import open_recommending, send_out_quotas
from lms.study_sessions.operations.quotas import Terms, apply_apportionment
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.refusals import (
    AlreadyRecommended,
    IsOpen,
    NotOpen,
    OpenOrNotIsFixed,
    PlaceDaysOutOfOrder,
    RecommendingOver,
    SeatClash,
)
from lms.study_sessions.seats import succession
from lms.study_sessions.states import Basis, PlaceState, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import (
    common_pool_of,
    deputy_of,
    enrolment_of,
    liaison,
    make_approval,
    make_quota,
    make_study_session,
    organizer,
    seated,
    waiting,
)
from tests.study_sessions.test_life import DRAFT


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def study_session(term):
    """Two places for whoever comes first."""
    made = make_study_session(term, places=2, is_open=True)
    make_quota(made, None, 2)
    return made


@pytest.fixture
def deputies(term):
    """Of units that have no places of their own."""
    return [make_mandate(make_electing_body(term)) for _ in range(4)]


def apply_for(study_session, *deputies, now=NOW):
    return [apply(study_session.id, actor=deputy_of(deputy), now=now) for deputy in deputies]


def test_who_comes_first_is_seated_and_the_others_queue(study_session, deputies):
    assert apply_for(study_session, *deputies) == [PlaceState.RECOMMENDED] * 2 + [PlaceState.WAITING] * 2
    assert seated(study_session) == [each.person_id for each in deputies[:2]]
    assert waiting(study_session) == [each.person_id for each in deputies[2:]]


def test_the_place_in_line_is_shown_as_it_is(study_session, deputies):
    apply_for(study_session, *deputies)
    positions = [succession.position(db.session(), enrolment_of(study_session, each)) for each in deputies[2:]]
    assert positions == [1, 2]


def test_a_slow_clock_does_not_get_in_before_another(study_session, deputies):
    apply_for(study_session, *deputies[:3])
    apply_for(study_session, deputies[3], now=NOW - timedelta(minutes=5))
    assert waiting(study_session) == [each.person_id for each in deputies[2:]]


def test_who_withdraws_lets_the_next_in(study_session, deputies):
    apply_for(study_session, *deputies)
    leaving = enrolment_of(study_session, deputies[0])
    withdraw_application(leaving.id, actor=deputy_of(deputies[0]), now=NOW)
    assert seated(study_session) == [each.person_id for each in deputies[1:3]]


def test_nobody_applies_twice(study_session, deputies):
    apply_for(study_session, *deputies[:3])
    for deputy in (deputies[0], deputies[2]):
        with pytest.raises(AlreadyRecommended):
            apply_for(study_session, deputy)


def test_who_is_elsewhere_on_these_days_is_told_so(term, study_session, deputies):
    other = make_study_session(term, title="第2期", is_open=True, number=2)
    make_quota(other, None, 2)
    apply_for(other, deputies[0])
    with pytest.raises(SeatClash, match="第2期"):
        apply_for(study_session, deputies[0])


def test_applications_end_with_their_last_day_and_with_the_list(term, deputies):
    over = make_study_session(term, is_open=True, recommend_until=NOW.date() - timedelta(days=1))
    confirmed = make_study_session(term, is_open=True, number=2, state=State.LIST_CONFIRMED)
    with pytest.raises(RecommendingOver):
        apply_for(over, deputies[0])
    with pytest.raises(NotOpen):
        apply_for(confirmed, deputies[0])


def test_elsewhere_a_deputy_does_not_apply_and_here_a_unit_does_not_recommend(term, study_session, deputies):
    closed = make_study_session(term, number=2)
    with pytest.raises(NotOpen):
        apply_for(closed, deputies[0])
    body = make_electing_body(term)
    with pytest.raises(IsOpen):
        recommend(study_session.id, make_mandate(body).id, actor=liaison(body), now=NOW)


def test_an_open_study_session_has_one_pool_and_no_apportionment(term):
    draft = make_study_session(term, state=State.DRAFT, is_open=True, places=5)
    by = {"actor": organizer(term.congress_id), "now": NOW}
    with pytest.raises(IsOpen):
        apply_apportionment(draft.id, Terms(basis=Basis.PLAN_SEATS), **by)
    make_approval(draft)
    send_out_quotas(draft.id, **by)
    assert common_pool_of(draft).places == 5
    edit(draft.id, replace(DRAFT, number=3, places=6, is_open=True), **by)
    open_recommending(draft.id, **by)
    assert common_pool_of(draft).places == 6


def test_whether_it_is_open_is_settled_with_the_draft(term, study_session):
    with pytest.raises(OpenOrNotIsFixed):
        edit(study_session.id, replace(DRAFT, places=2), actor=organizer(term.congress_id), now=NOW)
    with pytest.raises(PlaceDaysOutOfOrder):
        late = replace(DRAFT, places=2, is_open=True, cut_off_on=date(2026, 3, 25), stop_on=date(2026, 3, 24))
        edit(study_session.id, late, actor=organizer(term.congress_id), now=NOW)
    assert db.session.get(StudySession, study_session.id).is_open
