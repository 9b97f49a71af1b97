"""Staff who leave while they are put forward: either they are refused, or their place is freed."""

from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.event_delivery import deliver_pending
from lms.study_sessions.models import Enrolment, SeatDay
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.staff.models import StaffMember, StaffState
from lms.study_sessions.staff.operations import Said, add, retire
from lms.study_sessions.staff.refusals import NotOnTheStaff, OnTheStaffAlready
from tests.concurrency.racing import at_once
from tests.factories import NOW, make_electing_body, make_term
from tests.study_sessions.making import liaison
from tests.study_sessions.staff_making import make_staff_member, make_staff_session

ROUNDS = 3


@pytest.mark.usefixtures("database")
def test_nobody_who_has_left_keeps_a_place():
    body = make_electing_body(make_term())
    by = {"actor": liaison(body), "now": NOW}
    for _ in range(ROUNDS):
        session_id, member_id = make_staff_session(body).id, make_staff_member(body).id
        recommended, left = at_once(partial(recommend, session_id, member_id, **by), partial(retire, member_id, **by))
        assert left is None
        assert recommended is NotOnTheStaff or isinstance(recommended, UUID)
        deliver_pending(now=NOW)
        db.session.rollback()
        assert db.session.scalars(select(Enrolment.id).where(Enrolment.stands)).all() == []
        assert db.session.scalars(select(SeatDay.day)).all() == []


@pytest.mark.usefixtures("database")
def test_two_who_add_the_same_person_add_one():
    body = make_electing_body(make_term())
    by = {"actor": liaison(body), "now": NOW}
    body_id, said = body.id, Said(name="张三", sex=None, post="处长", phone="13812345678")
    answers = at_once(lambda: add(body_id, said, **by), lambda: add(body_id, said, **by))
    assert answers.count(OnTheStaffAlready) == 1
    db.session.rollback()
    assert db.session.scalars(select(StaffMember.state)).all() == [StaffState.ACTIVE]
