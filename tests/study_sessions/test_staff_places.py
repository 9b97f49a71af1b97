"""Places of staff: the same boundary as for deputies, their own order, their own ways of sharing, and no record."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.people.models import Term
from lms.reports.coverage import now as coverage
from lms.study_sessions import access, own, queries
from lms.study_sessions.candidates import candidates
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.operations.drafting import Draft, edit
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.quotas import Terms, apply_apportionment, propose
from lms.study_sessions.operations.recommendation import recommend, substitute, withdraw
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.refusals import AlreadyRecommended, OtherUnit, QuotaFull, SeatClash
from lms.study_sessions.staff.models import StaffState
from lms.study_sessions.staff.operations import retire
from lms.study_sessions.staff.refusals import AudienceIsFixed, CountsDeputies, NotOnTheStaff, StaffAreSent
from lms.study_sessions.states import Audience, Basis, PlaceState, Priority, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import deputy_of, liaison, make_quota, make_study_session, organizer
from tests.study_sessions.staff_making import make_staff_member, make_staff_session

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def body():
    return make_electing_body(make_term())


def send(study_session, member, body):
    return recommend(study_session.id, member.id, actor=liaison(body), now=NOW)


def listed(study_session):
    db.session.rollback()
    return db.session.scalars(
        select(Enrolment).where(Enrolment.study_session_id == study_session.id).order_by(Enrolment.id)
    ).all()


def test_staff_take_the_places_of_their_unit_and_not_one_more(body):
    study_session = make_staff_session(body, places=2)
    first, second, third = (make_staff_member(body) for _ in range(3))
    send(study_session, first, body)
    with pytest.raises(AlreadyRecommended):
        send(study_session, first, body)
    send(study_session, second, body)
    with pytest.raises(QuotaFull):
        send(study_session, third, body)
    seat = listed(study_session)[0]
    assert (seat.mandate_id, seat.staff_member_id, seat.unit_id) == (None, first.id, body.id)


def test_who_has_left_is_neither_sent_nor_called_from_the_reserves(body):
    study_session, member = make_staff_session(body), make_staff_member(body)
    retire(member.id, actor=liaison(body), now=NOW)
    for act in (recommend, reserve):
        with pytest.raises(NotOnTheStaff):
            act(study_session.id, member.id, actor=liaison(body), now=NOW)


def test_a_reserve_has_the_place_that_becomes_free(body):
    study_session = make_staff_session(body, places=1)
    first, second = make_staff_member(body), make_staff_member(body)
    send(study_session, first, body)
    reserve(study_session.id, second.id, actor=liaison(body), now=NOW)
    enrolment = listed(study_session)[0]
    withdraw(enrolment.id, actor=liaison(body), now=NOW)
    assert [each.state for each in listed(study_session)] == [PlaceState.WITHDRAWN, PlaceState.RECOMMENDED]


def test_a_substitute_is_of_the_same_unit(body):
    study_session, other = make_staff_session(body), make_electing_body(db.session.get_one(Term, body.term_id))
    make_quota(study_session, other, 1)
    send(study_session, make_staff_member(body), body)
    (seat,) = listed(study_session)
    with pytest.raises(OtherUnit):
        substitute(seat.id, make_staff_member(other).id, actor=liaison(body), now=NOW)
    substitute(seat.id, make_staff_member(body).id, actor=liaison(body), now=NOW)
    assert [each.state for each in listed(study_session)] == [PlaceState.SUBSTITUTED, PlaceState.RECOMMENDED]


def test_a_person_has_one_seat_a_day_as_deputy_or_as_staff(body):
    mandate = make_mandate(body)
    for_deputies = make_study_session(db.session.get_one(Term, body.term_id))
    make_quota(for_deputies, body, 1)
    recommend(for_deputies.id, mandate.id, actor=liaison(body), now=NOW)
    with pytest.raises(SeatClash):
        send(make_staff_session(body), make_staff_member(body, person_id=mandate.person_id), body)


def test_who_was_sent_this_term_comes_after_who_was_not(body):
    days = {"arrival_on": date(2026, 3, 1), "starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 3)}
    before = make_staff_session(body, title="上期", **days)
    sent, fresh, late = (make_staff_member(body) for _ in range(3))
    send(before, sent, body)
    confirm_list(before.id, actor=organizer(body.congress_id), now=NOW)
    with transaction() as session:
        session.execute(update(StudySession).values(state=State.COMPLETED))
    retire(late.id, actor=liaison(body), now=NOW)
    study_session = make_staff_session(body)
    found = candidates(study_session, body.id, text="", taken=(), number=1).items
    assert [(each.who.id, each.priority, each.trained_on) for each in found] == [
        (fresh.id, Priority.NOT_YET_TRAINED, None),
        (sent.id, Priority.TRAINED, date(2026, 3, 3)),
    ]
    send(study_session, sent, body)
    assert listed(study_session)[0].priority == Priority.TRAINED


def test_places_for_staff_are_not_shared_by_the_number_of_deputies(body):
    study_session = make_staff_session(body, state=State.DRAFT)
    by = {"actor": organizer(body.congress_id), "now": NOW}
    for terms in (
        Terms(basis=Basis.IN_OFFICE, as_at=NOW.date()),
        Terms(basis=Basis.NOT_YET_TRAINED, as_at=NOW.date()),
        Terms(basis=Basis.PLAN_SEATS, grassroots=1),
    ):
        with pytest.raises(CountsDeputies):
            apply_apportionment(study_session.id, terms, **by)
    assert propose(db.session(), study_session, Terms(basis=Basis.PLAN_SEATS), today=NOW.date())
    db.session.rollback()
    apply_apportionment(study_session.id, Terms(basis=Basis.SHARED), **by)
    assert db.session.scalars(select(Quota.places)).all() == [None]


def draft_of(study_session, **given):
    study_session = db.session.get_one(StudySession, study_session.id)
    return Draft(**{each.name: getattr(study_session, each.name) for each in fields(Draft)} | given)


def test_for_whom_it_is_is_settled_with_the_draft(body):
    study_session = make_staff_session(body, state=State.DRAFT)
    by = {"actor": organizer(body.congress_id), "now": NOW}
    with pytest.raises(StaffAreSent):
        edit(study_session.id, draft_of(study_session, is_open=True), **by)
    edit(study_session.id, draft_of(study_session, audience=Audience.DEPUTIES), **by)
    assert db.session.scalars(select(Quota.id)).all() == []  # They were shared out among others.
    out = make_staff_session(body, state=State.QUOTAS_OUT)
    with pytest.raises(AudienceIsFixed):
        edit(out.id, draft_of(out, audience=Audience.DEPUTIES), **by)


def test_the_database_itself_knows_no_open_study_session_for_staff(body):
    study_session = make_staff_session(body)
    with pytest.raises(IntegrityError), transaction() as session:
        session.get_one(StudySession, study_session.id).is_open = True


def test_a_deputys_pages_know_nothing_of_study_sessions_for_staff(body):
    mandate = make_mandate(body)
    member = make_staff_member(body, person_id=mandate.person_id)
    study_session = make_staff_session(body)
    send(study_session, member, body)
    deputy = deputy_of(mandate)
    assert own.to_choose_from(deputy, today=NOW.date()) == []
    assert queries.seats_of_person(mandate.person_id, congress_id=body.congress_id) == []
    with pytest.raises(NotFound):
        access.my_study_session(deputy, study_session.public_id)


def test_places_for_staff_are_no_places_that_train_deputies(body):
    make_mandate(body)
    today = NOW.date()
    make_staff_session(
        body, arrival_on=today + timedelta(9), starts_on=today + timedelta(9), ends_on=today + timedelta(9)
    )
    found = coverage.standing(db.session(), body.congress_id, today=today)
    assert found is not None
    assert found.planned.sessions == 0


def test_a_list_names_only_the_staff_that_a_unit_still_sends(body):
    study_session, member = make_staff_session(body), make_staff_member(body)
    make_staff_member(body, state=StaffState.LEFT)
    found = candidates(study_session, body.id, text="", taken=(), number=1)
    assert [each.who.id for each in found.items] == [member.id]
    assert queries.fill(study_session, as_at=NOW.date()).units[0].in_office == 1
