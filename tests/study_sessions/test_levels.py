"""A county's study session takes deputies of the congress below, by the unit that stands for it; nothing else opens."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.attendance.operations.close_out import close_out
from lms.attendance.operations.sign_in import sign_in
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.event_delivery import deliver_pending
from lms.core.permissions import Actor, Grant, Role
from lms.notices.models import Notice
from lms.people.models import Congress, ElectingBody, Ground, Term
from lms.people.operations.mandates import end
from lms.records.models import EntryPayload, RecordEntry
from lms.reports.coverage.figures import Group
from lms.reports.coverage.now import standing
from lms.study_sessions import access, lists, own, queries
from lms.study_sessions.candidates import candidates
from lms.study_sessions.interests.operations import tell_unit
from lms.study_sessions.operations import answers, reserves
from lms.study_sessions.operations.applications import apply
from lms.study_sessions.operations.drafting import Draft, edit
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.recommendation import recommend, substitute, withdraw
from lms.study_sessions.refusals import AdmittingIsFixed, NoQuota, NotOpen, QuotaFull, SeatClash
from lms.study_sessions.states import PlaceState, State
from lms.web.desks import sessions_desk
from tests.attendance.test_days import DAYS, LAST_EVENING
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.levels_making import TOWN, make_levels
from tests.study_sessions.making import (
    days_of,
    deputy_of,
    enrolment_of,
    liaison,
    make_quota,
    make_study_session,
    seated,
)

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 3, 16)


@pytest.fixture
def levels(database):
    return make_levels()


def put(levels, *mandates):
    for each in mandates:
        recommend(levels.session, each.id, actor=levels.by, now=NOW)


def offered(levels, *, text="", taken=()):
    page = candidates(levels.study_session, levels.unit, text=text, taken=taken, number=1)
    return [(each.mandate.person.name, each.congress) for each in page.items]


def test_deputies_of_the_congress_below_are_offered_with_its_name_in_order_of_class_and_the_own_first(levels):
    levels.below("甲镇", is_newly_elected=False)
    levels.below("乙镇")
    levels.own("丙县")
    levels.own("丁县", is_newly_elected=False)

    town = "柳林镇人民代表大会"
    assert offered(levels) == [("丙县", None), ("乙镇", town), ("丁县", None), ("甲镇", town)]
    assert offered(levels, text="乙") == [("乙镇", town)]


def test_a_study_session_that_does_not_admit_them_offers_and_finds_only_the_own():
    levels = make_levels(admits_below=False)
    deputy = levels.below()

    assert offered(levels) == []
    with pytest.raises(NotFound):
        access.candidate(levels.by, levels.study_session, deputy.public_id)
    with pytest.raises(NoQuota):
        recommend(levels.session, deputy.id, actor=levels.by, now=NOW)


def test_only_the_unit_that_stands_for_the_congress_finds_its_deputies(levels):
    other = make_electing_body(levels.study_session.term)
    make_quota(levels.study_session, other, 2)
    deputy = levels.below()

    with pytest.raises(NotFound):
        access.candidate(liaison(other), levels.study_session, deputy.public_id)
    assert access.candidate(levels.by, levels.study_session, deputy.public_id).unit.id == levels.unit


def test_a_deputy_of_an_unrelated_congress_is_not_found(levels):
    stranger = make_mandate()

    with pytest.raises(NotFound):
        access.candidate(levels.by, levels.study_session, stranger.public_id)
    with pytest.raises(NoQuota):
        recommend(levels.session, stranger.id, actor=levels.by, now=NOW)


def test_a_mandate_of_a_term_that_is_over_by_then_is_not_offered(levels):
    town = db.session.get_one(Congress, levels.town)
    old = make_term(town, number=13, starts_on=date(2018, 3, 5), ends_on=date(2023, 3, 4))
    make_mandate(make_electing_body(old))

    assert offered(levels) == []


def test_they_take_the_unit_s_places_and_one_too_many_is_refused(levels):
    put(levels, levels.own(), levels.below())

    with pytest.raises(QuotaFull):
        put(levels, levels.below("钱镇"))


def test_a_deputy_of_the_town_takes_the_place_of_one_of_the_county_and_waits_as_a_reserve(levels):
    own_one, first, second = levels.own(), levels.below("甲镇"), levels.below("乙镇")
    put(levels, own_one, first)
    reserves.reserve(levels.session, second.id, actor=levels.by, now=NOW)

    third = levels.below("丙镇")
    substitute(enrolment_of(levels.study_session, own_one).id, third.id, actor=levels.by, now=NOW)
    withdraw(enrolment_of(levels.study_session, first).id, actor=levels.by, now=NOW)

    assert sorted(seated(levels.study_session)) == sorted([second.person_id, third.person_id])
    assert enrolment_of(levels.study_session, second).unit_id == levels.unit


def test_a_person_has_one_live_seat_a_day_over_both_congresses(levels):
    deputy = levels.below()
    ward = db.session.get_one(ElectingBody, levels.ward)
    at_home = make_study_session(db.session.get_one(Term, ward.term_id), title="镇里的学习班")
    make_quota(at_home, ward, 1)
    recommend(at_home.id, deputy.id, actor=liaison(ward), now=NOW)

    with pytest.raises(SeatClash) as refusal:
        put(levels, deputy)

    # The county learns that there is one, and not which.
    assert "柳林镇人民代表大会" in str(refusal.value)
    assert "镇里的学习班" not in str(refusal.value)


def test_when_the_mandate_below_ends_the_seat_is_free_and_a_reserve_has_it(levels):
    deputy, reserve = levels.below("甲镇"), levels.below("乙镇")
    put(levels, deputy, levels.own())
    reserves.reserve(levels.session, reserve.id, actor=levels.by, now=NOW)

    office = Actor.of(9, None, levels.town, (Grant(Role.BUSINESS_ADMIN),))
    end(deputy.public_id, Ground.RESIGNED, announcement="", effective_on=TODAY, actor=office, now=NOW)
    deliver_pending(now=NOW)

    assert days_of(deputy.person_id) == []
    assert reserve.person_id in seated(levels.study_session)


def test_lists_name_the_unit_and_the_liaison_sees_them_among_the_unit_s(levels):
    put(levels, levels.below(), levels.own())

    listed = queries.on_the_list(levels.study_session, bodies=frozenset({levels.unit}))

    assert [(each.person.name, each.unit.name, each.is_from_below) for each in listed] == [
        ("王县", "柳林镇选区", False),
        ("赵镇", "柳林镇选区", True),
    ]
    assert listed[1].card_number == ""
    book = CalamineWorkbook.from_filelike(BytesIO(lists.workbook(levels.study_session, listed, made_at=NOW)))
    assert f"{TOWN}代表：赵镇" in [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]


def test_the_deputy_sees_the_study_session_from_the_own_congress_and_no_other_deputy_there_does(levels):
    deputy, neighbour = levels.below(), levels.below("钱镇")
    put(levels, deputy)

    assert [each.title for each in own.to_choose_from(deputy_of(neighbour), today=TODAY)] == ["乡镇人大代表学习班"]
    assert len(queries.seats_of_person(deputy.person_id, congress_id=levels.town)) == 1
    assert access.my_study_session(deputy_of(deputy), levels.study_session.public_id).id == levels.session
    stranger = make_mandate()
    with pytest.raises(NotFound):
        access.my_study_session(deputy_of(stranger), levels.study_session.public_id)


def test_where_deputies_below_are_not_admitted_the_study_session_is_nothing_of_theirs():
    levels = make_levels(admits_below=False)
    deputy = levels.below()

    assert own.to_choose_from(deputy_of(deputy), today=TODAY) == []
    with pytest.raises(NotFound):
        access.my_study_session(deputy_of(deputy), levels.study_session.public_id)


def test_a_wish_to_come_reaches_the_unit_that_stands_for_the_congress(levels):
    deputy = levels.below()
    tell_unit(levels.session, "想参加", actor=deputy_of(deputy), now=NOW)

    page = candidates(levels.study_session, levels.unit, text="", taken=(), number=1)

    assert [each.interest for each in page.items] == ["想参加"]
    assert [each.interested for each in sessions_desk(levels.by, today=TODAY).places] == [1]


def test_an_open_study_session_takes_applications_from_below_only_where_it_admits_them(levels):
    deputy = levels.below()
    levels.set(is_open=True)
    make_quota(levels.study_session, None, 1)
    assert apply(levels.session, actor=deputy_of(deputy), now=NOW) is PlaceState.RECOMMENDED

    levels.set(admits_below=False)
    with pytest.raises(NotOpen):
        apply(levels.session, actor=deputy_of(levels.below("钱镇")), now=NOW)


def test_the_deputy_answers_from_the_own_congress(levels):
    deputy = levels.below()
    put(levels, deputy)
    confirm_list(levels.session, actor=levels.organizer, now=NOW)

    answers.accept(enrolment_of(levels.study_session, deputy).id, actor=deputy_of(deputy), now=NOW)

    assert enrolment_of(levels.study_session, deputy).state is PlaceState.ACCEPTED


def closed_out(levels, *mandates):
    put(levels, *mandates)
    confirm_list(levels.session, actor=levels.organizer, now=NOW)
    ids = [enrolment_of(levels.study_session, each).id for each in mandates]
    for day in DAYS:
        sign_in(levels.session, day, ids, actor=levels.organizer, now=LAST_EVENING)
    return close_out(levels.session, actor=levels.organizer, now=LAST_EVENING)


def entries():
    db.session.rollback()
    rows = select(RecordEntry.mandate_id, EntryPayload.content).join(
        EntryPayload, EntryPayload.entry_id == RecordEntry.id
    )
    return dict(db.session.execute(rows).all())


def test_completing_is_entered_in_the_town_s_record_once_with_who_held_it_and_told_there(levels):
    deputy, own_one = levels.below(), levels.own()

    assert closed_out(levels, deputy, own_one) == 2
    close_out(levels.session, actor=levels.organizer, now=LAST_EVENING)

    said = entries()
    assert set(said) == {deputy.id, own_one.id}
    assert "乡镇人大代表学习班 · 清河县人民代表大会" in said[deputy.id].decode()
    assert "清河县人民代表大会" not in said[own_one.id].decode()
    told = db.session.scalars(select(Notice).where(Notice.person_id == deputy.person_id)).all()
    assert {each.congress_id for each in told} == {levels.town}


def test_whoever_is_a_deputy_in_both_comes_by_the_own_mandate_and_has_one_entry_for_each(levels):
    deputy = levels.below()
    own_mandate = make_mandate(db.session.get_one(ElectingBody, levels.unit), deputy.person)

    assert offered(levels) == [("赵镇", None)]
    assert closed_out(levels, own_mandate) == 1

    assert set(entries()) == {deputy.id, own_mandate.id}


def test_the_town_s_coverage_counts_it_and_the_county_s_does_not(levels):
    deputy = levels.below()
    levels.own()
    closed_out(levels, deputy)
    county, town = (standing(db.session(), each, today=DAYS[-1]).total for each in (levels.county, levels.town))

    assert (town[Group.EVERYBODY].trained, town[Group.EVERYBODY].due) == (1, 1)
    assert (county[Group.EVERYBODY].trained, county[Group.EVERYBODY].due) == (0, 1)


def draft_of(study_session, **changed):
    said = {each.name: getattr(study_session, each.name) for each in fields(Draft)}
    return Draft(**said | changed)


def test_whether_they_are_admitted_is_settled_with_the_draft(levels):
    changed = draft_of(levels.study_session, admits_below=False)
    with pytest.raises(AdmittingIsFixed):
        edit(levels.session, changed, actor=levels.organizer, now=NOW)

    levels.set(state=State.DRAFT)
    edit(levels.session, changed, actor=levels.organizer, now=NOW)

    assert not levels.study_session.admits_below
