"""Setting, exempting and withdrawing: what is refused, what is noted."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.catalog.models import CourseState
from lms.core.database import db
from lms.core.errors import NotFound
from lms.learning.required import operations
from lms.learning.required.audience import AskedOf
from lms.learning.required.models import RequiredStudy, RequiredStudyWithdrawal
from lms.learning.required.refusals import AlreadyWithdrawn, DayTooEarly, NoSuchCourse, NotAsked, NothingToChange
from tests.catalog.factories import make_course
from tests.factories import NOW
from tests.learning.required.cast import TODAY, Cast, at
from tests.support.append_only import assert_refused


def exempt(cast, study, mandate, *, is_exempt=True, now=NOW):
    operations.exempt(
        study.public_id, mandate.public_id, "另有安排", is_exempt=is_exempt, actor=cast.organizer, now=now
    )


def test_a_preview_says_of_how_many_it_would_be_asked_and_writes_nothing(cast):
    for body in (cast.first, cast.first, cast.second):
        cast.deputy(body)
    wish = operations.Wish(
        title="代表法学习",
        courses=(cast.course.public_id,),
        asked_of=AskedOf.BODIES,
        bodies=frozenset({cast.first.public_id}),
        days=30,
    )
    found = operations.preview(db.session(), wish, actor=cast.organizer, now=NOW)
    assert (found.asked, found.in_office) == ({cast.first.id: 2}, {cast.first.id: 2, cast.second.id: 1})
    assert db.session.scalars(select(RequiredStudy)).all() == []


def test_courses_keep_the_order_in_which_they_were_chosen(cast):
    second = make_course(congress_id=cast.congress_id)
    study = cast.ask(second, cast.course)
    assert [course.key for course in study.courses] == [second.key, cast.course.key]


def test_a_draft_or_a_course_of_another_congress_cannot_be_asked_for(cast):
    draft = make_course(congress_id=cast.congress_id, state=CourseState.DRAFT)
    for course in (draft, make_course()):
        with pytest.raises(NoSuchCourse):
            cast.ask(course)
    with pytest.raises(NoSuchCourse):
        operations.set_required_study(operations.Wish(title="空", courses=(), days=1), actor=cast.organizer, now=NOW)


def test_the_last_day_must_lie_after_today(cast):
    with pytest.raises(DayTooEarly):
        cast.ask(due_on=TODAY)
    assert cast.ask(due_on=TODAY + timedelta(days=1)).due_on == TODAY + timedelta(days=1)


def test_it_is_withdrawn_once_with_a_reason(cast):
    study = cast.ask()
    operations.withdraw(study.public_id, "课程内容将更新", actor=cast.organizer, now=NOW)
    with pytest.raises(AlreadyWithdrawn):
        operations.withdraw(study.public_id, "再次", actor=cast.organizer, now=NOW)
    with pytest.raises(AlreadyWithdrawn):
        exempt(cast, study, cast.deputy())
    kept = db.session.scalars(select(RequiredStudyWithdrawal)).one()
    assert (kept.reason, kept.effective_on) == ("课程内容将更新", TODAY)


def test_an_exemption_has_two_ends_and_each_is_said_once(cast):
    deputy, study = cast.deputy(), cast.ask()
    exempt(cast, study, deputy)
    with pytest.raises(NothingToChange):
        exempt(cast, study, deputy)
    assert cast.states(study, TODAY) == {deputy.id: "exempt"}
    exempt(cast, study, deputy, is_exempt=False, now=at(TODAY, 5))
    assert cast.states(study, TODAY) == {deputy.id: "under_way"}


def test_nobody_is_exempted_from_what_is_not_asked(cast):
    deputy = cast.deputy(is_newly_elected=False)
    study = cast.ask(asked_of=AskedOf.NEWLY_ELECTED)
    with pytest.raises(NotAsked):
        exempt(cast, study, deputy)


def test_what_belongs_to_another_congress_is_not_found(cast):
    study, stranger = cast.ask(), Cast()
    with pytest.raises(NotFound):
        operations.withdraw(study.public_id, "越权", actor=stranger.organizer, now=NOW)
    with pytest.raises(NotFound):
        exempt(cast, study, stranger.deputy())
    with pytest.raises(NotFound):
        operations.withdraw(uuid.uuid4(), "没有", actor=cast.organizer, now=NOW)


def test_each_act_is_noted_without_its_words(cast):
    deputy, study = cast.deputy(), cast.ask()
    exempt(cast, study, deputy)
    operations.withdraw(study.public_id, "课程内容将更新", actor=cast.organizer, now=NOW)
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    mine = [event for event in events if event.action.startswith("required_study.")]
    assert [event.action for event in mine] == [
        "required_study.set",
        "required_study.exempted",
        "required_study.withdrawn",
    ]
    assert {event.account_id for event in mine} == {cast.organizer.account_id}
    assert "安排" not in str([event.fields for event in mine])


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE required_study SET due_on = '2030-01-01'",
        "DELETE FROM required_course",
        "UPDATE required_study_withdrawal SET reason = ''",
        "DELETE FROM required_study_exemption",
    ],
)
def test_what_was_said_stays_said(cast, attack):
    deputy, study = cast.deputy(), cast.ask()
    exempt(cast, study, deputy)
    operations.withdraw(study.public_id, "课程内容将更新", actor=cast.organizer, now=NOW)
    assert_refused(attack)
