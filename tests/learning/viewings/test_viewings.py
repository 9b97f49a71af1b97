"""Deputies take a course together: one person records it, another confirms it, and only then does it count."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from lms.audit.models import AuditEvent
from lms.catalog import access
from lms.catalog.models import Course, CourseState
from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.learning.models import CourseCompletion, LessonCompletion, Way
from lms.learning.operations.reading import confirm_reading
from lms.learning.refusals import CourseNotOpen
from lms.learning.viewings.models import GroupViewing, ViewingState
from lms.learning.viewings.queries import taken_together
from lms.learning.viewings.recorders import hands_of_viewings
from lms.learning.viewings.refusals import AnotherMustConfirm, NoLessonChosen, RecordedDifferently, ViewingSettled
from lms.notices.models import Notice
from lms.people.models import ChangeKind, Ground
from lms.records.attached import DayAhead, NotInOffice
from lms.records.evidence import Evidence
from lms.records.models import RecordEntry
from lms.records.unit.refusals import NobodyChosen
from tests.catalog.factories import make_course, make_reading
from tests.factories import NOW, make_change, make_mandate
from tests.learning.viewings.ways import DAY, KEY, PLACE, Hall, make_hall, organizer_of
from tests.records.ways import PDF, deputy_of, liaison_of, make_unit
from tests.support.append_only import assert_refused

if TYPE_CHECKING:
    from lms.learning.viewings.models import GroupViewing as Viewing


@pytest.fixture
def hall(database: object) -> Hall:
    return make_hall()


def count(table: type[Any]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def viewing() -> Viewing:
    db.session.rollback()
    return db.session.scalars(select(GroupViewing)).one()


def suspend(hall: Hall, on: date = DAY) -> None:
    make_change(hall.unit.deputies[0], kind=ChangeKind.SUSPENDED, ground=Ground.DETAINED, effective_on=on)


def test_what_is_recorded_counts_for_nothing_and_tells_nobody(hall: Hall) -> None:
    hall.record()
    assert (count(LessonCompletion), count(RecordEntry), count(Notice)) == (0, 0, 0)


def test_what_a_second_person_confirms_completes_the_course_on_its_day_for_each_deputy(hall: Hall) -> None:
    hall.record()
    assert hall.confirm() == 2
    lessons = db.session.scalars(select(LessonCompletion)).all()
    assert {(each.effective_on, each.recorded_at) for each in lessons} == {(DAY, NOW)}
    assert [each.way for each in lessons].count(Way.WATCHED) == [each.way for each in lessons].count(Way.READ) == 2
    assert {each.effective_on for each in db.session.scalars(select(CourseCompletion))} == {DAY}
    entries = db.session.scalars(select(RecordEntry)).all()
    assert {(each.mandate_id, each.occurred_on) for each in entries} == {(each.id, DAY) for each in hall.unit.deputies}


def test_the_deputy_sees_where_and_when_and_is_told_once(hall: Hall) -> None:
    hall.record()
    hall.confirm()
    hall.confirm()
    for mandate in hall.unit.deputies:
        seen = taken_together(deputy_of(mandate), hall.course)
        assert {(each.held_on, each.place) for each in seen.values()} == {(DAY, PLACE)}
        assert set(seen) == {each.id for each in hall.lessons}
    told = db.session.scalars(select(Notice.person_id)).all()
    assert sorted(told) == sorted(each.person_id for each in hall.unit.deputies)


def test_only_the_lessons_that_were_taken_are_noted(hall: Hall) -> None:
    hall.record(lessons=frozenset({hall.lessons[0].public_id}))
    hall.confirm()
    assert (count(LessonCompletion), count(CourseCompletion), count(RecordEntry)) == (2, 0, 0)


def test_what_a_deputy_did_alone_before_stays_theirs(hall: Hall) -> None:
    reading = hall.lessons[1]
    deputy = deputy_of(hall.unit.deputies[0])
    confirm_reading(access.lesson(deputy, reading.public_id), actor=deputy, now=NOW)
    hall.record()
    assert hall.confirm() == 2
    assert set(taken_together(deputy, hall.course)) == {hall.lessons[0].id}


def test_a_course_is_complete_on_the_day_of_its_last_lesson_whichever_was_recorded_last(hall: Hall) -> None:
    deputy = deputy_of(hall.unit.deputies[0])
    confirm_reading(access.lesson(deputy, hall.lessons[1].public_id), actor=deputy, now=NOW)
    hall.record(lessons=frozenset({hall.lessons[0].public_id}))
    hall.confirm()
    assert db.session.scalars(select(CourseCompletion)).one().effective_on == NOW.date()


def test_the_same_recording_twice_changes_nothing(hall: Hall) -> None:
    first = hall.record().id
    assert hall.record(place="别处").id == first
    assert (hall.confirm(), hall.confirm()) == (2, 0)
    hall.record()
    assert viewing().place == PLACE
    assert (count(GroupViewing), count(LessonCompletion), count(RecordEntry)) == (1, 4, 2)


def test_the_same_viewing_recorded_and_confirmed_under_another_form_completes_nothing_more(hall: Hall) -> None:
    hall.record()
    hall.confirm()
    other = uuid.uuid4()
    hall.record(key=other, actor=hall.second)
    assert hall.confirm(key=other, actor=hall.unit.liaison) == 0
    assert (count(LessonCompletion), count(RecordEntry)) == (4, 2)


def test_who_recorded_never_confirms(hall: Hall) -> None:
    hall.record()
    with pytest.raises(AnotherMustConfirm):
        hall.confirm(actor=hall.unit.liaison)
    assert count(LessonCompletion) == 0


def test_the_database_itself_knows_no_viewing_confirmed_by_who_recorded_it(hall: Hall) -> None:
    hall.record()
    by_themselves = {"state": "confirmed", "confirmed_by": hall.unit.liaison.account_id, "confirmed_at": NOW}
    with pytest.raises(IntegrityError, match="confirmed_by_another"), transaction() as session:
        session.execute(update(GroupViewing).values(by_themselves))


def test_who_is_named_in_it_never_confirms(hall: Hall) -> None:
    named = organizer_of(hall)
    was_there = make_mandate(hall.unit.body, db.session.get_one(type(hall.unit.deputies[0].person), named.person_id))
    hall.record(deputies=frozenset({was_there.public_id}))
    with pytest.raises(AnotherMustConfirm):
        hall.confirm(actor=named)


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.CLASS_HEAD])
def test_an_organizer_or_a_class_head_can_be_the_second_person(hall: Hall, role: Role) -> None:
    hall.record()
    assert hall.confirm(actor=organizer_of(hall, role)) == 2


def test_another_units_liaison_and_a_deputy_find_nothing_to_confirm(hall: Hall) -> None:
    hall.record()
    stranger = liaison_of(make_mandate().electing_body)
    for actor in (stranger, deputy_of(hall.unit.deputies[0])):
        with pytest.raises(NotFound):
            hall.confirm(actor=actor)
    with pytest.raises(NotFound):
        hall.withdraw(actor=organizer_of(hall))


def test_only_the_own_units_deputies_and_the_courses_lessons_can_be_named(hall: Hall) -> None:
    stranger = make_mandate().public_id
    elsewhere = make_reading(make_course(congress_id=hall.unit.body.congress_id)).public_id
    for given in ({"deputies": frozenset({stranger})}, {"lessons": frozenset({elsewhere})}):
        with pytest.raises(NotFound):
            hall.record(**given)
    with pytest.raises(NotFound):
        hall.record(actor=liaison_of(make_unit().body))
    assert count(GroupViewing) == 0


def test_a_form_without_lessons_or_deputies_says_so(hall: Hall) -> None:
    with pytest.raises(NoLessonChosen):
        hall.record(lessons=frozenset())
    with pytest.raises(NobodyChosen):
        hall.record(deputies=frozenset())


def test_a_day_to_come_is_refused_and_today_is_not(hall: Hall) -> None:
    with pytest.raises(DayAhead):
        hall.record(held_on=NOW.date() + timedelta(days=1))
    hall.record(held_on=NOW.date())


def test_who_was_not_in_office_that_day_cannot_be_named(hall: Hall) -> None:
    suspend(hall)
    with pytest.raises(NotInOffice, match=hall.unit.deputies[0].person.name):
        hall.record()
    hall.record(held_on=DAY - timedelta(days=1))


def test_office_is_looked_at_again_when_it_is_confirmed_and_then_nothing_is_noted(hall: Hall) -> None:
    hall.record()
    suspend(hall)
    with pytest.raises(NotInOffice):
        hall.confirm()
    assert (count(LessonCompletion), viewing().state) == (0, ViewingState.RECORDED)


def test_a_course_that_is_not_open_is_neither_recorded_nor_confirmed(hall: Hall) -> None:
    hall.record()
    with transaction() as session:
        session.execute(update(Course).values(state=CourseState.DRAFT, published_at=None))
    with pytest.raises(CourseNotOpen):
        hall.confirm()
    with pytest.raises(NotFound):
        hall.record(key=uuid.uuid4())


def test_what_was_withdrawn_keeps_no_names_is_never_confirmed_and_does_not_come_back(hall: Hall) -> None:
    hall.record(proof=Evidence.of(PDF, "签到表.pdf"))
    hall.withdraw(actor=hall.second)
    hall.withdraw()
    hall.record()
    found = viewing()
    assert (found.state, found.evidence_sha256, found.deputies) == (ViewingState.WITHDRAWN, None, [])
    with pytest.raises(ViewingSettled):
        hall.confirm()


def test_what_was_confirmed_cannot_be_withdrawn(hall: Hall) -> None:
    hall.record()
    hall.confirm()
    with pytest.raises(ViewingSettled):
        hall.withdraw()


def test_a_key_that_another_unit_used_is_refused(hall: Hall) -> None:
    make_hall().record()
    with pytest.raises(RecordedDifferently):
        hall.record()


def test_who_recorded_and_who_confirmed_answer_no_objection_to_the_entry(hall: Hall) -> None:
    hall.record()
    hall.confirm()
    entry_id = db.session.scalars(select(RecordEntry.id)).first() or 0
    assert set(hands_of_viewings(db.session(), entry_id)) == {hall.unit.liaison.account_id, hall.second.account_id}


def test_nobody_has_a_hand_in_what_a_deputy_did_alone(hall: Hall) -> None:
    course = make_course(congress_id=hall.unit.body.congress_id)
    deputy = deputy_of(hall.unit.deputies[0])
    confirm_reading(access.lesson(deputy, make_reading(course).public_id), actor=deputy, now=NOW)
    hall.record()
    hall.confirm()
    alone = db.session.scalars(select(RecordEntry.id).where(RecordEntry.source_key.contains(str(course.public_id))))
    assert list(hands_of_viewings(db.session(), alone.one())) == []


@pytest.mark.parametrize("attack", ["UPDATE group_completion SET lesson_id = 1", "DELETE FROM group_completion"])
def test_that_a_lesson_was_taken_together_is_never_changed(hall: Hall, attack: str) -> None:
    hall.record()
    hall.confirm()
    assert_refused(attack)


def test_each_step_is_noted_with_who_took_it(hall: Hall) -> None:
    hall.record()
    hall.confirm()
    noted = db.session.execute(select(AuditEvent.action, AuditEvent.account_id).order_by(AuditEvent.id)).all()
    assert [tuple(each) for each in noted] == [
        ("group_viewing.recorded", hall.unit.liaison.account_id),
        ("group_viewing.confirmed", hall.second.account_id),
    ]
    assert KEY in db.session.scalars(select(AuditEvent.subject_id)).all()
