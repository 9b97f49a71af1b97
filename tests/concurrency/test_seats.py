"""The last seat is given once. The first test proves that the race is real; the others, that it is won."""

import threading
from datetime import date
from functools import partial

import pytest
from sqlalchemy import func, select

from lms.core.database import db, lock_row, transaction
from lms.core.event_delivery import deliver_pending
from lms.core.permissions import Actor, Grant, Role
from lms.people.models import Ground
from lms.people.operations import mandates
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.quotas import move_places
from lms.study_sessions.operations.recommendation import recommend, substitute
from lms.study_sessions.refusals import (
    AlreadyRecommended,
    NoQuota,
    NotInOffice,
    PlacesInUse,
    QuotaFull,
    RecommendingClosed,
    SeatClash,
    StudySessionFull,
)
from lms.study_sessions.states import PlaceState
from tests.concurrency.racing import at_once, meet_before_writing, turn_locks_off, wait_until_blocked
from tests.factories import NOW, make_electing_body, make_term
from tests.study_sessions.making import (
    enrolment_of,
    liaison,
    make_quota,
    make_study_session,
    make_unit,
    organizer,
    seated,
)


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def study_session(term):
    return make_study_session(term)


@pytest.fixture
def rivals(term, study_session):
    """Two deputies of a unit with one place."""
    return make_unit(term, study_session, places=1, deputies=2)


def putting_forward(study_session, mandate):
    return partial(recommend, study_session.id, mandate.id, actor=liaison(mandate.electing_body), now=NOW)


def refusals(results):
    return [result for result in results if isinstance(result, type)]


def test_with_the_lock_off_the_last_seat_is_sold_twice(monkeypatch, study_session, rivals):
    turn_locks_off(monkeypatch)
    meet_before_writing(monkeypatch, surely=True)
    results = at_once(*(putting_forward(study_session, rival) for rival in rivals))
    assert refusals(results) == []
    assert len(seated(study_session)) == 2


def test_with_the_lock_on_the_same_race_gives_it_once(monkeypatch, study_session, rivals):
    meet_before_writing(monkeypatch)
    results = at_once(*(putting_forward(study_session, rival) for rival in rivals))
    assert refusals(results) == [QuotaFull]
    assert len(seated(study_session)) == 1


def test_a_crowd_from_several_units_never_exceeds_the_total(term):
    study_session = make_study_session(term, places=5)
    units = [make_unit(term, study_session, places=None, deputies=4) for _ in range(3)]
    results = at_once(*(putting_forward(study_session, deputy) for unit in units for deputy in unit))
    assert refusals(results) == [StudySessionFull] * 7
    assert len(seated(study_session)) == 5


def test_with_the_lock_off_the_index_still_seats_nobody_twice(monkeypatch, term, study_session):
    (deputy,) = make_unit(term, study_session, places=2, deputies=1)
    turn_locks_off(monkeypatch)
    meet_before_writing(monkeypatch, surely=True)
    results = at_once(*[putting_forward(study_session, deputy)] * 2)
    assert refusals(results) == [AlreadyRecommended]
    assert seated(study_session) == [deputy.person_id]


@pytest.fixture
def second_session(term, rivals):
    """A second study session that begins on the last day of the first; the unit of the rivals has places in it."""
    second = make_study_session(term, title="第2期", arrival_on=date(2026, 4, 2), starts_on=date(2026, 4, 2))
    make_quota(second, rivals[0].electing_body, 2)
    return second


def test_two_study_sessions_at_once_do_not_share_a_person(monkeypatch, study_session, second_session, rivals):
    meet_before_writing(monkeypatch)
    results = at_once(*(putting_forward(each, rivals[0]) for each in (study_session, second_session)))
    assert refusals(results) == [SeatClash]
    assert len(seated(study_session) + seated(second_session)) == 1


def test_with_the_locks_off_the_primary_key_still_keeps_the_two_apart(
    monkeypatch, study_session, second_session, rivals
):
    turn_locks_off(monkeypatch)
    meet_before_writing(monkeypatch, surely=True)
    results = at_once(*(putting_forward(each, rivals[0]) for each in (study_session, second_session)))
    assert refusals(results) == [SeatClash]
    assert len(seated(study_session) + seated(second_session)) == 1


def test_two_study_sessions_that_swap_the_same_people_do_not_lock_each_other_out(study_session, second_session, rivals):
    putting_forward(study_session, rivals[0])()
    putting_forward(second_session, rivals[1])()
    swaps = [
        partial(substitute, enrolment_of(here, leaving).id, coming.id, actor=liaison(leaving.electing_body), now=NOW)
        for here, leaving, coming in ((study_session, *rivals), (second_session, *reversed(rivals)))
    ]
    assert at_once(*swaps) == [SeatClash, SeatClash]
    assert seated(study_session) == [rivals[0].person_id]
    assert seated(second_session) == [rivals[1].person_id]


def test_a_place_is_not_moved_away_under_the_one_who_takes_it(monkeypatch, term, study_session, rivals):
    make_quota(study_session, make_electing_body(term), 0)
    giving, getting = db.session.scalars(select(Quota.id).order_by(Quota.id)).all()
    meet_before_writing(monkeypatch)
    moving = partial(move_places, giving, getting, 1, "调剂", actor=organizer(term.congress_id), now=NOW)
    results = at_once(putting_forward(study_session, rivals[0]), moving)
    assert refusals(results) in ([PlacesInUse], [NoQuota])
    db.session.rollback()
    assert db.session.scalars(select(Quota).where(Quota.seats_left < 0)).all() == []


def test_nobody_slips_onto_a_list_that_is_being_confirmed(monkeypatch, study_session, rivals, term):
    (other,) = make_unit(term, study_session, places=1, deputies=1)
    putting_forward(study_session, rivals[0])()
    meet_before_writing(monkeypatch)
    confirming = partial(confirm_list, study_session.id, actor=organizer(term.congress_id), now=NOW)
    results = at_once(confirming, putting_forward(study_session, other))
    assert refusals(results) in ([], [RecommendingClosed])
    db.session.rollback()
    left_over = select(func.count()).select_from(Enrolment).where(Enrolment.state == PlaceState.RECOMMENDED)
    assert db.session.scalar(left_over) == 0


def ending(mandate):
    """What the roster does when a mandate ends, with the news of it."""
    by = Actor.of(3, None, mandate.congress_id, (Grant(Role.BUSINESS_ADMIN),))
    ends = partial(mandates.end, mandate.public_id, Ground.RESIGNED, announcement="")
    return partial(ends, effective_on=NOW.date(), actor=by, now=NOW)


def test_a_mandate_that_ends_meanwhile_holds_no_seat_in_the_end(monkeypatch, study_session, rivals):
    meet_before_writing(monkeypatch)
    results = at_once(putting_forward(study_session, rivals[0]), ending(rivals[0]))
    assert refusals(results) in ([], [NotInOffice])
    deliver_pending(now=NOW)
    assert seated(study_session) == []


def test_a_count_in_the_locking_statement_would_be_one_of_before_the_wait(engine_name, study_session, rivals):
    """Why seats are counted in a statement of their own: what PostgreSQL computes beside FOR UPDATE is stale."""
    taking, counted = threading.Event(), []

    def take():
        with transaction() as session:
            locked = lock_row(session, StudySession, study_session.id)
            taking.set()
            wait_until_blocked(session)
            session.add(seat_of(rivals[0], locked))

    def count():
        taking.wait()
        with transaction() as session:
            statement = select(StudySession.id, StudySession.taken).where(StudySession.id == study_session.id)
            counted.append(session.execute(statement.with_for_update(of=StudySession)).one().taken)
            counted.append(session.scalar(select(StudySession.taken)))

    at_once(take, count)
    assert counted == ([0, 1] if engine_name == "postgresql" else [1, 1])


def seat_of(mandate, study_session):
    return Enrolment(
        study_session_id=study_session.id,
        quota_id=db.session.scalars(select(Quota.id)).one(),
        person_id=mandate.person_id,
        unit_id=mandate.electing_body_id,
        mandate_id=mandate.id,
        state=PlaceState.RECOMMENDED,
        priority=1,
        applied_at=NOW,
        recommended_by=1,
    )
