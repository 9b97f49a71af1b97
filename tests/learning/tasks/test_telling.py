"""Who is told of a task: the liaisons when it is given, once before the day, and the organizer after it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lms.core.database import db
from lms.learning.required import operations as required
from lms.learning.tasks import operations
from lms.learning.tasks.models import StudyTaskReport
from lms.people.accounts.models import Account
from tests.learning.required.cast import TODAY, at
from tests.learning.required.test_telling import mornings, told
from tests.learning.tasks.ways import DUE


def templates(units, body=None):
    person_id = units.staff[(body or units.first).id].person_id
    return [each.template for each in told(person_id)]


def organizer_was_told(units):
    return told(db.session.get_one(Account, units.organizer.account_id).person_id)


def test_the_liaisons_of_the_chosen_units_are_told_at_once(units):
    units.give(bodies=frozenset({units.second.public_id}))
    assert templates(units) == []
    assert templates(units, units.second) == ["%(unit)s has been given a study task: %(title)s."]


def test_a_unit_is_reminded_once_and_one_that_handed_in_is_not(units):
    deputy, task = units.deputy(), units.give()
    units.hand_in(task, units.hold_class(deputy))
    mornings(DUE - timedelta(days=9), DUE - timedelta(days=8))
    assert len(templates(units, units.second)) == 1
    mornings(DUE - timedelta(days=7), DUE)
    assert len(templates(units)) == 1
    assert templates(units, units.second)[1:] == ["Please remember the study task “%(title)s” of %(unit)s."]


def test_after_the_day_the_organizer_is_told_once_how_many_units_are_missing(units):
    deputy, task = units.deputy(), units.give()
    units.hand_in(task, units.hold_class(deputy))
    mornings(DUE, DUE)
    assert organizer_was_told(units) == []
    mornings(DUE + timedelta(days=1), DUE + timedelta(days=4))
    (notice,) = organizer_was_told(units)
    assert notice.params == {"title": "监督法学习", "count": 1}


def test_a_return_and_a_withdrawal_are_told_with_their_reasons(units):
    deputy, task = units.deputy(), units.give()
    units.hand_in(task, units.hold_class(deputy))
    report = db.session.scalars(select(StudyTaskReport.public_id)).one()
    operations.send_back(task, units.first.public_id, report, "请补充名单", actor=units.organizer, now=at(TODAY, 6))
    required.withdraw(task, "改期", actor=units.organizer, now=at(TODAY, 7))
    heard = told(units.staff[units.first.id].person_id)
    assert [each.params.get("reason") for each in heard] == [None, "请补充名单", "改期"]
    assert len(templates(units, units.second)) == 2


def test_deputies_are_told_only_where_a_course_is_asked_of_them(units):
    deputy = units.deputy()
    units.give()
    units.give(title="在线学习", courses=(units.course.public_id,))
    mornings(DUE - timedelta(days=7), DUE + timedelta(days=3))
    assert [each.params["title"] for each in told(deputy.person_id)] == ["在线学习"]


def test_what_was_withdrawn_reminds_no_unit(units):
    task = units.give()
    required.withdraw(task, "改期", actor=units.organizer, now=at(TODAY, 7))
    before = len(templates(units))
    mornings(DUE - timedelta(days=7), DUE + timedelta(days=3))
    assert len(templates(units)) == before
    assert organizer_was_told(units) == []
