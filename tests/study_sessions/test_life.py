"""Drafting, the table of moves, the list, calling off, and mandates that end."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lms.core import events
from lms.core.database import db, transaction
from lms.core.event_delivery import deliver_pending
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.drafting import Draft, create, edit
from lms.study_sessions.operations.lifecycle import call_off, confirm_list, open_recommending, send_out_quotas
from lms.study_sessions.operations.recommendation import recommend, withdraw
from lms.study_sessions.refusals import (
    DaysOutOfOrder,
    ListIsEmpty,
    MoveNotAllowed,
    NoTerm,
    NotWithdrawable,
    NumberTaken,
    OtherTerm,
    RecommendingClosed,
    SeatClash,
    TooManyDays,
)
from lms.study_sessions.states import MOVES, PLACE_MOVES, STANDING, Kind, PlaceState, State
from tests.factories import NOW, make_term
from tests.study_sessions.making import (
    days_of,
    enrolment_of,
    liaison,
    make_approval,
    make_quota,
    make_study_session,
    make_unit,
    organizer,
    seated,
)

pytestmark = pytest.mark.usefixtures("database")

DRAFT = Draft(
    kind=Kind.THEMATIC,
    number=1,
    title="第1期专题学习班",
    theme="宪法和人民代表大会制度",
    arrival_on=date(2026, 3, 30),
    starts_on=date(2026, 3, 31),
    ends_on=date(2026, 4, 2),
    recommend_until=date(2026, 3, 20),
    venue="北京",
    places=215,
)


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def study_session(term):
    return make_study_session(term)


@pytest.fixture
def unit(term, study_session):
    return make_unit(term, study_session, places=3, deputies=3)


def recommend_all(study_session, deputies):
    for deputy in deputies:
        recommend(study_session.id, deputy.id, actor=liaison(deputy.electing_body), now=NOW)


def state_of(study_session):
    db.session.rollback()
    return db.session.get(StudySession, study_session.id).state


def the_one():
    return db.session.scalars(select(StudySession)).one()


def draft_again(study_session, **changes):
    edit(study_session.id, replace(DRAFT, **changes), actor=organizer(study_session.congress_id), now=NOW)


def test_a_study_session_begins_as_a_draft_of_the_term_and_year_of_its_first_day(term):
    public_id = create(DRAFT, actor=organizer(term.congress_id), now=NOW)
    made = the_one()
    assert (made.public_id, made.state, made.term_id, made.year) == (public_id, State.DRAFT, term.id, 2026)


def test_days_that_do_not_follow_one_another_are_refused(term):
    with pytest.raises(DaysOutOfOrder):
        create(replace(DRAFT, ends_on=date(2026, 3, 30)), actor=organizer(term.congress_id), now=NOW)


def test_a_study_session_of_years_is_refused_as_a_slip(term):
    with pytest.raises(TooManyDays):
        create(replace(DRAFT, ends_on=date(9999, 12, 31)), actor=organizer(term.congress_id), now=NOW)


def test_a_day_without_a_term_is_refused(term):
    days = {"arrival_on": date(2029, 3, 30), "starts_on": date(2029, 3, 31), "ends_on": date(2029, 4, 2)}
    with pytest.raises(NoTerm):
        create(replace(DRAFT, **days), actor=organizer(term.congress_id), now=NOW)


def test_a_number_is_given_once_a_year_and_kind(term):
    create(DRAFT, actor=organizer(term.congress_id), now=NOW)
    with pytest.raises(NumberTaken, match="number 1 of this kind in 2026"):
        create(DRAFT, actor=organizer(term.congress_id), now=NOW)
    create(replace(DRAFT, kind=Kind.INDUCTION), actor=organizer(term.congress_id), now=NOW)


def test_another_congress_has_its_own_numbers(term):
    create(DRAFT, actor=organizer(term.congress_id), now=NOW)
    create(DRAFT, actor=organizer(make_term().congress_id), now=NOW)


def test_a_study_session_is_not_moved_into_another_term(term):
    create(DRAFT, actor=organizer(term.congress_id), now=NOW)
    make_term(term.congress, number=15, starts_on=date(2028, 3, 5), ends_on=None)
    days = {"arrival_on": date(2028, 3, 30), "starts_on": date(2028, 3, 31), "ends_on": date(2028, 4, 2)}
    with pytest.raises(OtherTerm):
        draft_again(the_one(), **days)


def test_new_days_move_the_seats_of_everyone_on_the_list(study_session, unit):
    recommend_all(study_session, unit[:1])
    draft_again(study_session, places=10, ends_on=date(2026, 4, 1), recommend_until=None)
    assert days_of(unit[0].person_id) == [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)]


def test_new_days_that_clash_for_one_person_change_nothing(term, study_session, unit):
    later = make_study_session(
        term, title="第2期专题学习班", arrival_on=date(2026, 4, 3), starts_on=date(2026, 4, 3), ends_on=date(2026, 4, 4)
    )
    make_quota(later, unit[0].electing_body, 1)
    recommend_all(study_session, unit[:2])
    recommend_all(later, unit[:1])
    with pytest.raises(SeatClash, match="第2期专题学习班"):
        draft_again(study_session, places=10, ends_on=date(2026, 4, 3))
    assert len(days_of(unit[0].person_id)) == 6
    assert db.session.get(StudySession, study_session.id).ends_on == date(2026, 4, 2)


def test_a_completed_study_session_is_not_edited(term):
    study_session = make_study_session(term, state=State.COMPLETED)
    with pytest.raises(MoveNotAllowed):
        draft_again(study_session)


STEPS = {
    State.QUOTAS_OUT: send_out_quotas,
    State.RECOMMENDING: open_recommending,
    State.LIST_CONFIRMED: confirm_list,
}


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("before", [state for state in State if state is not State.CALLED_OFF])
def test_a_step_is_taken_only_if_the_table_has_it(term, before, to):
    study_session = make_study_session(term, state=before, places=1)
    recommended = make_unit(term, study_session, places=1, deputies=1)
    make_approval(study_session)
    seat(study_session, recommended[0])
    if to in MOVES[before]:
        STEPS[to](study_session.id, actor=organizer(study_session.congress_id), now=NOW)
        assert state_of(study_session) is to
    else:
        with pytest.raises(MoveNotAllowed):
            STEPS[to](study_session.id, actor=organizer(study_session.congress_id), now=NOW)
        assert state_of(study_session) is before


def seat(study_session, mandate):
    """A recommendation made while the study session was open, whatever its state is now."""
    with transaction() as session:
        row = session.get(StudySession, study_session.id)
        state, row.state = row.state, State.RECOMMENDING
    recommend_all(study_session, [mandate])
    with transaction() as session:
        session.get(StudySession, study_session.id).state = state


def test_every_state_is_in_the_tables_of_moves_and_seats_end_only_once():
    assert set(MOVES) == set(State)
    assert set(PLACE_MOVES) == set(PlaceState)
    assert all(not PLACE_MOVES[state] for state in set(PlaceState) - STANDING)


def test_confirming_the_list_confirms_everyone_and_closes_recommending(study_session, unit):
    recommend_all(study_session, unit[:2])
    assert confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW) == 2
    assert enrolment_of(study_session, unit[0]).state is PlaceState.CONFIRMED
    assert len(seated(study_session)) == 2
    with pytest.raises(RecommendingClosed):
        recommend_all(study_session, unit[2:])


def test_an_empty_list_is_not_confirmed(study_session):
    with pytest.raises(ListIsEmpty):
        confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW)
    assert state_of(study_session) is State.RECOMMENDING


def test_a_reopened_list_keeps_those_confirmed_and_confirms_only_the_new(study_session, unit):
    recommend_all(study_session, unit[:2])
    confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW)
    with transaction() as session:
        session.get(StudySession, study_session.id).places = 3
    open_recommending(study_session.id, actor=organizer(study_session.congress_id), now=NOW)
    recommend_all(study_session, unit[2:])
    with pytest.raises(NotWithdrawable):
        withdraw(enrolment_of(study_session, unit[0]).id, actor=liaison(unit[0].electing_body), now=NOW)
    assert confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW) == 1


def test_calling_off_frees_every_seat_and_keeps_the_reason(study_session, unit):
    recommend_all(study_session, unit)
    assert call_off(study_session.id, "台风", actor=organizer(study_session.congress_id), now=NOW) == 3
    assert seated(study_session) == []
    assert days_of(unit[0].person_id) == []
    assert db.session.get(StudySession, study_session.id).called_off_reason == "台风"


def publish_end(mandate, *, effective_on, kind="mandate.ended"):
    with transaction() as session:
        payload = {"mandate_id": mandate.id, "effective_on": effective_on.isoformat()}
        events.publish(session, kind, payload, now=NOW)


@pytest.mark.parametrize("kind", ["mandate.ended", "mandate.suspended"])
def test_a_mandate_that_ends_frees_its_seat(study_session, unit, kind):
    recommend_all(study_session, unit[:2])
    publish_end(unit[0], effective_on=NOW.date(), kind=kind)
    deliver_pending(now=NOW)
    assert seated(study_session) == [unit[1].person_id]
    assert db.session.scalars(select(EnrolmentChange).order_by(EnrolmentChange.id.desc())).first().reason == kind


def test_the_same_news_heard_twice_frees_nothing_more(study_session, unit):
    recommend_all(study_session, unit[:2])
    for _ in range(2):
        publish_end(unit[0], effective_on=NOW.date())
        deliver_pending(now=NOW)
    assert len(db.session.scalars(select(EnrolmentChange)).all()) == 3


def test_who_left_office_after_the_study_session_began_has_taken_part(study_session, unit):
    recommend_all(study_session, unit[:1])
    publish_end(unit[0], effective_on=date(2026, 4, 1))
    deliver_pending(now=NOW)
    assert seated(study_session) == [unit[0].person_id]
