"""A unit's staff: the same person is found again, nobody else's data are changed, and other units see nothing."""

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.event_delivery import deliver_pending
from lms.people.identity.sealing import sealed_phone
from lms.people.models import Person, Sex, Term
from lms.people.roster.refusals import PhoneOfAnother
from lms.study_sessions.models import Enrolment
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.staff import access
from lms.study_sessions.staff.models import StaffMember, StaffState
from lms.study_sessions.staff.operations import Said, add, correct, retire, take_back
from lms.study_sessions.staff.refusals import KeptElsewhere, OnAnotherStaff, OnTheStaffAlready, StateUnchanged
from lms.study_sessions.states import PlaceState
from tests.factories import NOW, make_electing_body, make_mandate, make_person, make_term
from tests.study_sessions.making import liaison
from tests.study_sessions.staff_making import make_staff_member, make_staff_session

PHONE, OTHER_PHONE = "13812345678", "13912345678"

pytestmark = pytest.mark.usefixtures("database")


def said(name="张三", post="处长", **given):
    return Said(name=name, sex=Sex.FEMALE, post=post, **given)


def put(body, what):
    public_id = add(body.id, what, actor=liaison(body), now=NOW)
    return db.session.scalars(select(StaffMember).where(StaffMember.public_id == public_id)).one()


def leave(member, body):
    retire(member.id, actor=liaison(body), now=NOW)


def beside(body):
    """Another unit of the same term."""
    return make_electing_body(db.session.get_one(Term, body.term_id))


@pytest.fixture
def body():
    return make_electing_body(make_term())


def test_who_is_added_can_be_sent_and_the_phone_is_sealed(body):
    member = put(body, said(phone="138 1234 5678"))
    assert (member.state, member.post, member.person.name) == (StaffState.ACTIVE, "处长", "张三")
    assert member.person.phone_sealed is not None
    assert PHONE.encode() not in member.person.phone_sealed


def test_the_same_person_is_not_added_twice(body):
    put(body, said())
    with pytest.raises(OnTheStaffAlready):
        put(body, said(post="科长"))


def test_a_namesake_is_added_with_a_phone(body):
    first = put(body, said())
    assert put(body, said(phone=PHONE)).person_id != first.person_id


def test_who_left_is_found_again_with_the_new_post(body):
    member = put(body, said())
    leave(member, body)
    again = put(body, said(post="副主任"))
    assert (again.id, again.person_id, again.post) == (member.id, member.person_id, "副主任")


def test_a_person_whom_we_know_is_found_by_the_phone_and_not_changed(body):
    known = make_person(name="李四", sex=Sex.MALE, **sealed_phone(PHONE))
    member = put(body, said(name="李四", phone=PHONE))
    assert (member.person_id, member.person.sex) == (known.id, Sex.MALE)


def test_the_phone_of_someone_of_another_name_is_refused(body):
    make_person(name="李四", **sealed_phone(PHONE))
    with pytest.raises(PhoneOfAnother):
        put(body, said(phone=PHONE))


def test_a_person_is_on_one_units_staff_at_a_time(body):
    other = beside(body)
    member = put(body, said(phone=PHONE))
    with pytest.raises(OnAnotherStaff):
        put(other, said(phone=PHONE))
    leave(member, body)
    put(other, said(phone=PHONE))
    with pytest.raises(OnAnotherStaff):
        take_back(member.id, actor=liaison(body), now=NOW)


def test_name_and_phone_can_be_corrected(body):
    member = put(body, said(phone=PHONE))
    correct(member.id, said(name="张珊", post="处长", phone=OTHER_PHONE), actor=liaison(body), now=NOW)
    person = db.session.get_one(Person, member.person_id, populate_existing=True)
    assert person.name == "张珊"
    assert person.phone_index == sealed_phone(OTHER_PHONE)["phone_index"]


def test_a_phone_that_is_left_empty_stays(body):
    member = put(body, said(phone=PHONE))
    correct(member.id, said(post="科长"), actor=liaison(body), now=NOW)
    assert db.session.get_one(Person, member.person_id, populate_existing=True).phone_sealed is not None


def test_of_a_deputy_only_the_post_is_changed(body):
    mandate = make_mandate(body)
    member = make_staff_member(body, person_id=mandate.person_id)
    name, sex = mandate.person.name, mandate.person.sex
    correct(member.id, Said(name=name, sex=sex, post="主任"), actor=liaison(body), now=NOW)
    with pytest.raises(KeptElsewhere):
        correct(member.id, Said(name="别名", sex=sex, post="主任"), actor=liaison(body), now=NOW)


def test_of_the_army_no_post_is_kept():
    army = make_electing_body(make_term(), is_army=True)
    assert put(army, said()).post == ""


def test_who_leaves_gives_up_the_place_and_leaves_only_once(body):
    study_session, member = make_staff_session(body), make_staff_member(body)
    recommend(study_session.id, member.id, actor=liaison(body), now=NOW)
    leave(member, body)
    deliver_pending(now=NOW)
    assert db.session.scalars(select(Enrolment.state)).all() == [PlaceState.RELEASED]
    with pytest.raises(StateUnchanged):
        leave(member, body)


def test_another_units_staff_is_not_found(body):
    member = make_staff_member(body)
    other = beside(body)
    assert access.member(liaison(body), member.public_id).id == member.id
    with pytest.raises(NotFound):
        access.member(liaison(other), member.public_id)
