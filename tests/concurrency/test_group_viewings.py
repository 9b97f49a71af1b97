"""Group viewings in real threads: confirmed once, never both confirmed and withdrawn, and one with who learns alone."""

from __future__ import annotations

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.catalog import access
from lms.core.database import db
from lms.learning.models import CourseCompletion, LessonCompletion
from lms.learning.operations.reading import confirm_reading
from lms.learning.viewings import access as viewing_access
from lms.learning.viewings.models import GroupCompletion, GroupViewing, ViewingState
from lms.learning.viewings.refusals import ViewingSettled
from lms.notices.models import Notice
from lms.records.models import RecordEntry
from tests.concurrency.racing import PATIENCE, at_once, turn_locks_off
from tests.factories import NOW
from tests.learning.viewings.ways import make_hall, organizer_of
from tests.records.ways import deputy_of


@pytest.fixture
def hall(database):
    return make_hall()


def counts(*tables):
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(each)) for each in tables)


def meet(monkeypatch, owner, name):
    """Let two threads wait for each other before each calls what it is about to call."""
    meeting, goes_on = Barrier(2), getattr(owner, name)

    def wait_and_go_on(*args, **given):
        with suppress(BrokenBarrierError):
            meeting.wait(PATIENCE)
        return goes_on(*args, **given)

    monkeypatch.setattr(owner, name, wait_and_go_on)


def test_without_the_lock_two_who_confirm_both_tell_the_deputies(hall, monkeypatch):
    turn_locks_off(monkeypatch)
    monkeypatch.setattr(viewing_access, "lock_row", lambda session, model, number: session.get_one(model, number))
    meet(monkeypatch, viewing_access, "may_confirm")
    hall.record()
    third = organizer_of(hall)
    at_once(hall.confirm, lambda: hall.confirm(actor=third))
    assert counts(Notice) == (4,)


def test_two_who_confirm_at_once_complete_and_tell_once(hall, monkeypatch):
    meet(monkeypatch, viewing_access, "may_confirm")
    hall.record()
    third = organizer_of(hall)
    answers = at_once(hall.confirm, lambda: hall.confirm(actor=third))
    assert sorted(answers) == [0, 2]
    assert counts(LessonCompletion, GroupCompletion, RecordEntry, Notice) == (4, 4, 2, 2)


def test_a_viewing_is_confirmed_or_withdrawn_and_never_both(hall):
    hall.record()
    answers = at_once(hall.confirm, hall.withdraw)
    (state,) = db.session.scalars(select(GroupViewing.state))
    if state is ViewingState.CONFIRMED:
        assert answers == [2, ViewingSettled]
        assert counts(LessonCompletion, RecordEntry) == (4, 2)
    else:
        assert answers == [ViewingSettled, None]
        assert counts(LessonCompletion, RecordEntry) == (0, 0)


def test_the_same_form_sent_twice_at_once_is_one_viewing(hall):
    first, second = at_once(lambda: hall.record().id, lambda: hall.record().id)
    assert first == second
    assert counts(GroupViewing) == (1,)


def test_who_reads_alone_while_the_viewing_is_confirmed_completes_each_lesson_once(hall):
    hall.record()
    reading = hall.lessons[1]
    deputy = deputy_of(hall.unit.deputies[0])

    def read():
        return confirm_reading(access.lesson(deputy, reading.public_id), actor=deputy, now=NOW)

    at_once(hall.confirm, read)
    together, lessons, courses, entries = counts(GroupCompletion, LessonCompletion, CourseCompletion, RecordEntry)
    assert (lessons, courses, entries) == (4, 2, 2)
    assert together in (3, 4)


def test_two_viewings_of_the_same_deputies_confirmed_at_once_wait_for_one_another(hall):
    other = uuid4()
    hall.record()
    hall.record(key=other, actor=hall.second)
    answers = at_once(hall.confirm, lambda: hall.confirm(key=other, actor=hall.unit.liaison))
    assert sorted(answers) == [0, 2]
    assert counts(LessonCompletion, GroupCompletion, RecordEntry) == (4, 4, 2)
