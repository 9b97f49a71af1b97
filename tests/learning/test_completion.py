"""A lesson is completed once, a course with its last lesson, and each mandate in office gets one entry."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.catalog import access
from lms.catalog.models import CourseState, Lesson
from lms.catalog.operations import COURSE_CHANGED
from lms.core import events
from lms.core.database import db, transaction
from lms.core.event_delivery import deliver_pending
from lms.core.permissions import Role
from lms.learning.models import CourseCompletion, LessonCompletion, ReadingState, Way
from lms.learning.operations.reading import confirm_reading
from lms.learning.refusals import CourseNotOpen, NotForAnother, WrongKind
from lms.people.models import ChangeKind, Ground
from lms.records.models import EntryPayload, RecordEntry
from tests.catalog.factories import make_course, make_reading, make_video
from tests.factories import NOW, make_change, make_electing_body, make_mandate
from tests.support.accounts import actor_of, make_deputy
from tests.support.append_only import assert_refused


@pytest.fixture
def mandate_and_account(database):
    return make_deputy()


@pytest.fixture
def deputy(mandate_and_account):
    mandate, account = mandate_and_account
    return actor_of(account, Role.DEPUTY, congress_id=mandate.congress_id)


def read(lesson, deputy, now=NOW):
    return confirm_reading(access.lesson(deputy, lesson.public_id), actor=deputy, now=now)


def entries():
    return db.session.scalars(select(RecordEntry)).all()


def test_a_course_is_complete_with_its_last_lesson_and_not_before(deputy):
    course = make_course(congress_id=deputy.congress_id)
    first, second = make_reading(course), make_reading(course)
    assert read(first, deputy) is False
    assert entries() == []
    assert read(second, deputy) is True
    assert len(entries()) == 1


def test_the_entry_names_the_course_and_no_person(deputy):
    course = make_course(congress_id=deputy.congress_id, version=3, title="代表法要点")
    read(make_reading(course), deputy)
    (entry,) = entries()
    payload = json.loads(db.session.scalar(select(EntryPayload.content)))
    assert entry.kind.code == "course_completion"
    assert payload == {"course": course.key, "version": 3, "title": "代表法要点"}


def test_the_entry_is_of_the_day_in_beijing(deputy):
    late = NOW.replace(hour=17)  # 1 a.m. of the next day there.
    read(make_reading(make_course(congress_id=deputy.congress_id)), deputy, now=late)
    assert entries()[0].occurred_on == (NOW + timedelta(days=1)).date()


def test_each_mandate_in_office_gets_its_entry_and_one_that_ended_gets_none(mandate_and_account, deputy):
    mandate, _account = mandate_and_account
    other = make_mandate(make_electing_body(), mandate.person)
    ended = make_mandate(make_electing_body(), mandate.person)
    make_change(
        ended,
        kind=ChangeKind.ENDED,
        effective_on=NOW.date() - timedelta(days=1),
        ground=Ground.RESIGNED,
        announcement="1",
    )
    read(make_reading(make_course(congress_id=deputy.congress_id)), deputy)
    assert {entry.mandate_id for entry in entries()} == {mandate.id, other.id}


def test_reading_again_adds_nothing(deputy):
    lesson = make_reading(make_course(congress_id=deputy.congress_id))
    read(lesson, deputy)
    assert read(lesson, deputy, now=NOW + timedelta(days=1)) is False
    assert len(entries()) == 1
    assert db.session.scalars(select(LessonCompletion)).one().recorded_at == NOW


def test_the_completion_notes_the_version_and_the_way(deputy):
    read(make_reading(make_course(congress_id=deputy.congress_id, version=7)), deputy)
    noted = db.session.scalars(select(LessonCompletion)).one()
    assert (noted.course_version, noted.way) == (7, Way.READ)
    assert db.session.scalars(select(ReadingState)).one().confirmed_at == NOW


def test_a_lesson_that_is_no_longer_current_is_not_needed(deputy):
    course = make_course(congress_id=deputy.congress_id)
    make_reading(course, is_current=False)
    assert read(make_reading(course), deputy) is True


def test_who_had_only_a_dropped_lesson_left_has_completed_the_course(deputy):
    course = make_course(congress_id=deputy.congress_id)
    kept, dropped = make_reading(course), make_reading(course)
    read(kept, deputy)
    for _ in range(2):
        with transaction() as session:
            session.get_one(Lesson, dropped.id).is_current = False
            events.publish(session, COURSE_CHANGED, {"course_id": course.id, "version": 2}, now=NOW)
        deliver_pending(now=NOW)
    assert len(db.session.scalars(select(CourseCompletion)).all()) == 1
    assert len(entries()) == 1


def test_a_liaison_can_not_read_for_a_deputy(mandate_and_account, deputy):
    mandate, account = mandate_and_account
    lesson = make_reading(make_course(congress_id=deputy.congress_id))
    liaison = actor_of(account, Role.DEPUTY, congress_id=deputy.congress_id)
    acting = type(liaison)(
        account_id=999,
        person_id=mandate.person_id,
        congress_id=liaison.congress_id,
        grants=liaison.grants,
        acting_for=mandate.person_id,
        permissions=liaison.permissions,
    )
    with pytest.raises(NotForAnother):
        confirm_reading(access.lesson(acting, lesson.public_id), actor=acting, now=NOW)


def test_a_video_can_not_be_confirmed_as_read(deputy):
    lesson = make_video(make_course(congress_id=deputy.congress_id))
    with pytest.raises(WrongKind):
        read(lesson, deputy)


def test_nothing_is_noted_in_a_draft(mandate_and_account):
    mandate, account = mandate_and_account
    editor = actor_of(account, Role.DEPUTY, Role.EDITOR, congress_id=mandate.congress_id)
    course = make_course(congress_id=editor.congress_id, state=CourseState.DRAFT)
    with pytest.raises(CourseNotOpen):
        read(make_reading(course), editor)


@pytest.mark.parametrize("table", ["lesson_completion", "course_completion"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET course_version = 9", "DELETE FROM {}"])
def test_the_database_itself_keeps_completions(deputy, table, verb):
    read(make_reading(make_course(congress_id=deputy.congress_id)), deputy)
    assert_refused(verb.format(table))
