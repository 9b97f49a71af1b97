"""The common pool: handed back, cut off, proposed to the organizer or filled by itself, in one stated order."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.core.clock import start_of
from lms.core.database import db, transaction
from lms.core.jobs.registry import find
from lms.study_sessions import jobs
from lms.study_sessions.history import QuotaMove
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.operations.proposals import approve, sweep
from lms.study_sessions.operations.quotas import hand_back
from lms.study_sessions.operations.recommendation import recommend, substitute, withdraw
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.refusals import (
    NoFixedQuota,
    NothingToHandBack,
    OfTheCommonPool,
    ProposalChanged,
    QuotaFull,
    StopDayPassed,
)
from lms.study_sessions.seats import succession
from lms.study_sessions.states import PlaceState
from tests.factories import NOW, make_mandate, make_term
from tests.study_sessions.making import (
    common_pool_of,
    enrolment_of,
    liaison,
    make_study_session,
    make_unit,
    organizer,
    seated,
    waiting,
)

CUT_OFF = date(2026, 3, 18)
AFTER = start_of(CUT_OFF + timedelta(days=1))


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def study_session(term):
    return make_study_session(term, places=3, cut_off_on=CUT_OFF)


@pytest.fixture
def giving(term, study_session):
    """A unit with two places that it does not use."""
    return make_unit(term, study_session, places=2, deputies=2)


@pytest.fixture
def wanting(term, study_session):
    """A unit whose one place is taken; two more would like to come, the second of the higher class."""
    deputies = make_unit(term, study_session, places=1, deputies=1)
    body = deputies[0].electing_body
    deputies += [make_mandate(body, is_newly_elected=False), make_mandate(body)]
    recommend(study_session.id, deputies[0].id, actor=liaison(body), now=NOW)
    for deputy in deputies[1:]:
        reserve(study_session.id, deputy.id, actor=liaison(body), now=NOW)
    return deputies


def give_back(deputies, places, now=NOW):
    quota_id = quota_of(deputies)
    hand_back(quota_id, places, "无人能来", actor=liaison(deputies[0].electing_body), now=now)


def quota_of(deputies):
    body_id = deputies[0].electing_body_id
    return db.session.scalars(select(Quota.id).where(Quota.electing_body_id == body_id)).one()


def proposed(study_session, now=NOW):
    db.session.rollback()
    return succession.proposal(db.session(), db.session.get_one(StudySession, study_session.id), now=now)


def approve_first(study_session, count, now=NOW):
    chosen = [each.public_id for each in proposed(study_session, now).next][:count]
    return approve(study_session.id, chosen, actor=organizer(study_session.congress_id), now=now)


def let_it_fill_itself(study_session):
    with transaction() as session:
        session.get_one(StudySession, study_session.id).fills_by_itself = True


def test_handed_back_places_are_the_common_pools_with_the_reason(study_session, giving):
    give_back(giving, 2)
    assert common_pool_of(study_session).places == 2
    assert db.session.scalars(select(QuotaMove.reason)).one() == "无人能来"


def test_a_unit_hands_back_only_what_nobody_holds(study_session, giving, wanting):
    with pytest.raises(NothingToHandBack):
        give_back(giving, 3)
    with pytest.raises(NothingToHandBack):
        give_back(wanting, 1)


def test_who_draws_on_the_total_has_nothing_to_hand_back(term, study_session):
    with pytest.raises(NoFixedQuota):
        give_back(make_unit(term, study_session, places=None, deputies=1), 1)


def test_after_the_stop_day_nothing_is_handed_back(study_session, giving):
    with pytest.raises(StopDayPassed):
        give_back(giving, 1, now=start_of(study_session.arrival_on))


def test_between_units_a_proposal_waits_for_the_organizer(study_session, giving, wanting):
    give_back(giving, 1)
    assert len(seated(study_session)) == 1
    proposal = proposed(study_session)
    assert proposal.places == 1
    assert [each.mandate_id for each in proposal.next] == [wanting[2].id]
    assert approve_first(study_session, 1) == 1
    assert enrolment_of(study_session, wanting[2]).state is PlaceState.RECOMMENDED
    assert enrolment_of(study_session, wanting[2]).quota_id == common_pool_of(study_session).id


def test_a_proposal_that_has_changed_is_not_approved(study_session, giving, wanting):
    give_back(giving, 1)
    seen = [each.public_id for each in proposed(study_session).next]
    withdraw(enrolment_of(study_session, wanting[2]).id, actor=liaison(wanting[0].electing_body), now=NOW)
    with pytest.raises(ProposalChanged):
        approve(study_session.id, seen, actor=organizer(study_session.congress_id), now=NOW)
    assert len(seated(study_session)) == 1


def test_nobody_is_approved_out_of_turn_or_beyond_the_places(study_session, giving, wanting):
    give_back(giving, 1)
    second = enrolment_of(study_session, wanting[1]).public_id
    first = enrolment_of(study_session, wanting[2]).public_id
    for chosen in ([second], [first, second], []):
        with pytest.raises(ProposalChanged):
            approve(study_session.id, chosen, actor=organizer(study_session.congress_id), now=NOW)


def test_by_setting_the_common_pool_fills_itself(study_session, giving, wanting):
    let_it_fill_itself(study_session)
    give_back(giving, 2)
    assert len(seated(study_session)) == 3
    assert waiting(study_session) == []


def test_through_the_cut_off_day_free_places_are_the_units(study_session, giving, wanting):
    sweep(now=start_of(CUT_OFF))
    assert common_pool_of(study_session) is None
    recommend(study_session.id, giving[0].id, actor=liaison(giving[0].electing_body), now=start_of(CUT_OFF))


def test_after_the_cut_off_day_they_are_the_common_pools(study_session, giving, wanting):
    assert proposed(study_session, AFTER).places == 2
    sweep(now=AFTER)
    sweep(now=AFTER)
    assert common_pool_of(study_session).places == 2
    move = db.session.scalars(select(QuotaMove)).one()
    assert (move.reason, move.account_id, move.places) == ("cut_off", None, 2)
    assert approve_first(study_session, 2, AFTER) == 2
    assert len(seated(study_session)) == 3


def test_a_unit_seat_that_is_freed_after_the_cut_off_is_common_too(study_session, giving, wanting):
    withdraw(enrolment_of(study_session, wanting[0]).id, actor=liaison(wanting[0].electing_body), now=AFTER)
    assert seated(study_session) == []
    assert common_pool_of(study_session).places == 3


def test_after_the_cut_off_a_unit_does_not_recommend_into_what_it_gave_up(study_session, giving, wanting):
    recommend(study_session.id, giving[0].id, actor=liaison(giving[0].electing_body), now=NOW)
    sweep(now=AFTER)
    with pytest.raises(QuotaFull):
        recommend(study_session.id, giving[1].id, actor=liaison(giving[0].electing_body), now=AFTER)


def test_a_place_of_the_common_pool_is_not_the_units_to_pass_on(study_session, giving, wanting):
    give_back(giving, 1)
    approve_first(study_session, 1)
    leaving = enrolment_of(study_session, wanting[2])
    with pytest.raises(OfTheCommonPool):
        substitute(leaving.id, wanting[1].id, actor=liaison(wanting[0].electing_body), now=NOW)


def test_units_that_draw_on_the_total_share_one_line(term):
    study_session = make_study_session(term, places=1, fills_by_itself=True)
    first, second = (make_unit(term, study_session, places=None, deputies=1)[0] for _ in range(2))
    recommend(study_session.id, first.id, actor=liaison(first.electing_body), now=NOW)
    reserve(study_session.id, second.id, actor=liaison(second.electing_body), now=NOW)
    withdraw(enrolment_of(study_session, first).id, actor=liaison(first.electing_body), now=NOW)
    assert seated(study_session) == [second.person_id]
    assert db.session.scalars(select(Enrolment).where(Enrolment.quota_id.is_(None))).all() == []


def test_the_sweep_runs_every_night():
    assert find("study_sessions.sweep").run is jobs.fill_free_places
