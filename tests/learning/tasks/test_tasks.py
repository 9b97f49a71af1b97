"""Giving a task, handing in by each of its ways, and returning: who has met it on which day, as known when."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.core.errors import NotFound
from lms.learning.required import operations as required
from lms.learning.required.queries import mine
from lms.learning.required.refusals import AlreadyWithdrawn, DayTooEarly, NoSuchCourse
from lms.learning.tasks import access, operations
from lms.learning.tasks.models import MetBy, StudyTaskReport
from lms.learning.tasks.offers import offers
from lms.learning.tasks.overview import parts, unit_page
from lms.learning.tasks.refusals import (
    HandedInAnew,
    NothingSatisfiesIt,
    NothingToHandIn,
    NotToBeNamed,
    NoUnitChosen,
)
from tests.catalog.factories import make_course
from tests.factories import NOW
from tests.learning.required.cast import TODAY, Cast, at, complete
from tests.learning.required.test_pages import learner
from tests.learning.tasks.ways import DUE
from tests.support.append_only import assert_refused


def page_of(units, public_id, *, actor=None, day=TODAY):
    task, body = access.part(db.session(), public_id, units.first.public_id, actor=actor or units.liaison)
    return unit_page(db.session(), task, body, actor=actor or units.liaison, today=day, now=at(day, 15))


def send_back(units, public_id, *, reason="请补充", on=NOW):
    last = db.session.scalars(select(StudyTaskReport.public_id).order_by(StudyTaskReport.id.desc())).first()
    operations.send_back(public_id, units.first.public_id, last, reason, actor=units.organizer, now=on)


@pytest.mark.parametrize("way", ["hold_class", "view_together", "attend_session"])
def test_each_way_satisfies_it_for_those_who_were_there(units, way):
    there, away, elsewhere = units.deputy(), units.deputy(), units.deputy(units.second)
    task = units.give()
    key = getattr(units, way)(there)
    assert set(units.states_of(task, TODAY).values()) == {"under_way"}
    units.hand_in(task, key)
    assert units.states_of(task, TODAY) == {there.id: "in_time", away.id: "under_way", elsewhere.id: "under_way"}
    ((_what, deputies),) = page_of(units, task).shown
    assert deputies == [there.person.name]


def test_a_study_session_counts_for_the_unit_that_named_it_alone(units):
    ours, theirs = units.deputy(), units.deputy(units.second)
    task, stem = units.give(), units.attend_session(ours, theirs)
    units.hand_in(task, stem)
    assert units.states_of(task, TODAY) == {ours.id: "in_time", theirs.id: "under_way"}


def test_what_was_done_after_the_day_counts_as_done_later(units):
    deputy, task = units.deputy(), units.give()
    late = DUE + timedelta(days=2)
    units.hand_in(task, units.hold_class(deputy, day=late), on=at(late))
    assert units.states_of(task, DUE + timedelta(days=1), known=at(late)) == {deputy.id: "not_completed"}
    assert units.states_of(task, late) == {deputy.id: "afterwards"}


def test_a_past_day_as_known_then_stays_what_it_was(units):
    deputy, task = units.deputy(), units.give()
    units.hand_in(task, units.hold_class(deputy), on=at(TODAY + timedelta(days=5)))
    send_back(units, task, on=at(TODAY + timedelta(days=8)))
    said = [units.states_of(task, TODAY, known=at(TODAY + timedelta(days=n))) for n in (4, 6, 9)]
    assert [each[deputy.id] for each in said] == ["under_way", "in_time", "under_way"]


def test_a_course_is_asked_of_deputies_and_another_way_spares_them(units):
    """One definition for the deputy's page and the organizer's figures."""
    alone, together, open_ = (units.deputy() for _ in range(3))
    task = units.give(courses=(units.course.public_id,))
    complete(alone, units.course, TODAY)
    units.hand_in(task, units.hold_class(together))
    readers = [(each, learner(each)) for each in (alone, together, open_)]
    said = units.states_of(task, TODAY)
    assert said == {alone.id: "in_time", together.id: "in_time", open_.id: "under_way"}
    assert {each.id: mine(reader, today=TODAY)[0].state.value for each, reader in readers} == said


def test_deputies_see_nothing_of_a_task_without_a_course(units):
    deputy = units.deputy()
    units.give()
    assert list(mine(learner(deputy), today=TODAY)) == []


def test_only_what_is_confirmed_entered_and_about_study_can_be_named(units):
    deputy = units.deputy()
    task = units.give()
    units.view_together(deputy, confirmed=False)
    units.hold_class(deputy, kind="inspection")
    units.hold_class(deputy, day=TODAY - timedelta(days=200))
    found = offers(db.session(), units.task(task), units.first)
    assert found == []
    with pytest.raises(NotToBeNamed):
        units.hand_in(task, str(uuid.uuid4()))
    with pytest.raises(NothingToHandIn):
        units.hand_in(task)


def test_only_viewings_of_the_tasks_courses_can_be_named(units):
    deputy, other = units.deputy(), make_course(congress_id=units.congress_id)
    units.view_together(deputy)
    task = units.give(courses=(other.public_id,), met_by=frozenset({MetBy.VIEWING}))
    assert offers(db.session(), units.task(task), units.first) == []
    units.hand_in(task, words="由代表在线学习。")
    assert page_of(units, task).part.state.value == "handed_in"


def test_a_new_report_stands_in_place_of_the_one_before(units):
    first, second = units.deputy(), units.deputy()
    task = units.give()
    one, two = units.hold_class(first), units.hold_class(second)
    units.hand_in(task, one)
    units.hand_in(task, two, on=at(TODAY, 5))
    assert units.states_of(task, TODAY) == {first.id: "under_way", second.id: "in_time"}
    assert len(page_of(units, task).reports) == 2


def test_the_same_form_sent_twice_is_one_report(units):
    deputy, key = units.deputy(), uuid.uuid4()
    task = units.give()
    named = units.hold_class(deputy)
    for _ in range(2):
        units.hand_in(task, named, key=key)
    assert len(page_of(units, task).reports) == 1


def test_a_returned_report_counts_for_nothing_until_the_unit_hands_in_anew(units):
    deputy, task = units.deputy(), units.give()
    key = units.hold_class(deputy)
    units.hand_in(task, key)
    send_back(units, task)
    assert units.states_of(task, TODAY) == {deputy.id: "under_way"}
    assert page_of(units, task).part.state.value == "returned"
    with pytest.raises(HandedInAnew):
        send_back(units, task)
    units.hand_in(task, key, on=at(TODAY, 6))
    assert units.states_of(task, TODAY) == {deputy.id: "in_time"}


def test_only_the_last_report_can_be_returned(units):
    deputy, task, key = units.deputy(), units.give(), uuid.uuid4()
    named = units.hold_class(deputy)
    units.hand_in(task, named, key=key)
    units.hand_in(task, named)
    with pytest.raises(HandedInAnew):
        operations.send_back(task, units.first.public_id, key, "旧", actor=units.organizer, now=NOW)


def test_a_withdrawn_task_asks_nothing_any_more(units):
    deputy, task = units.deputy(), units.give()
    required.withdraw(task, "改为下半年进行", actor=units.organizer, now=at(TODAY + timedelta(days=1)))
    assert units.states_of(task, TODAY + timedelta(days=1)) == {}
    with pytest.raises(AlreadyWithdrawn):
        units.hand_in(task, units.hold_class(deputy), on=at(TODAY + timedelta(days=2)))


def test_a_unit_sees_its_own_part_alone(units):
    for body in (units.first, units.second):
        units.deputy(body)
    task = units.give()
    seen, total = parts(
        db.session(),
        *access.task(db.session(), task, actor=units.liaison),
        actor=units.liaison,
        today=TODAY,
        now=NOW,
    )
    assert ([part.body.id for part in seen], total.due) == ([units.first.id], 1)
    with pytest.raises(NotFound):
        access.part(db.session(), task, units.second.public_id, actor=units.liaison)
    with pytest.raises(NotFound):
        units.hand_in(task, actor=units.other_liaison)


def test_a_unit_that_was_not_chosen_has_no_part(units):
    units.deputy(units.second)
    task = units.give(bodies=frozenset({units.second.public_id}))
    with pytest.raises(NotFound):
        units.task(task, actor=units.liaison)
    assert access.tasks(db.session(), actor=units.liaison) == []


def test_what_cannot_be_given_is_refused(units):
    for refusal, given in (
        (NothingSatisfiesIt, {"met_by": frozenset()}),
        (NoUnitChosen, {"bodies": frozenset()}),
        (NoUnitChosen, {"bodies": frozenset({uuid.uuid4()})}),
        (NoSuchCourse, {"courses": (uuid.uuid4(),)}),
        (DayTooEarly, {"due_on": TODAY}),
    ):
        with pytest.raises(refusal):
            units.give(**given)
    assert access.tasks(db.session(), actor=units.organizer) == []


def test_another_congress_finds_nothing(units):
    task, stranger = units.give(), Cast()
    with pytest.raises(NotFound):
        access.task(db.session(), task, actor=stranger.organizer)


def test_each_act_is_noted_without_its_words(units):
    deputy, task = units.deputy(), units.give()
    units.hand_in(task, units.hold_class(deputy), words="另有安排")
    send_back(units, task)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("study_task."))).all()
    assert [each.action for each in events] == ["study_task.given", "study_task.handed_in", "study_task.returned"]
    assert "安排" not in str([each.fields for each in events])


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE study_task SET text = ''",
        "DELETE FROM study_task_report",
        "UPDATE study_task_means SET recording_id = NULL",
        "DELETE FROM study_task_return",
    ],
)
def test_what_was_said_stays_said(units, attack):
    deputy, task = units.deputy(), units.give()
    units.hand_in(task, units.hold_class(deputy))
    send_back(units, task)
    assert_refused(attack)
