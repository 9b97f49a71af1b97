"""One reminder, then a person: who is told of a required study, and that nobody is told twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import event_delivery, events
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.learning.required import operations
from lms.learning.required.jobs import tell_of_required_study
from lms.notices.models import Notice
from lms.people.models import ChangeKind
from lms.people.roster.writing import MANDATES_ELECTED
from tests.factories import NOW, make_change
from tests.learning.required.cast import TODAY, at, complete
from tests.support.accounts import make_staff

DUE = TODAY + timedelta(days=30)


def told(person_id: int) -> list[Notice]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice).where(Notice.person_id == person_id).order_by(Notice.id)))


def mornings(first, last):
    """Let the job run every morning between two days, both included."""
    for day in range((last - first).days + 1):
        tell_of_required_study(now=at(first + timedelta(days=day), 1))


def test_each_is_reminded_once_and_before_the_day(cast):
    deputy = cast.deputy()
    cast.ask()
    mornings(DUE - timedelta(days=9), DUE - timedelta(days=8))
    assert told(deputy.person_id) == []
    mornings(DUE - timedelta(days=7), DUE + timedelta(days=3))
    (notice,) = told(deputy.person_id)
    assert notice.created_at == at(DUE - timedelta(days=7), 1)
    assert notice.params["due_on"] == {"day": DUE.isoformat()}


def test_whoever_has_completed_it_or_is_exempt_is_not_reminded(cast):
    done, spared = cast.deputy(), cast.deputy()
    study = cast.ask()
    complete(done, cast.course, TODAY)
    operations.exempt(study.public_id, spared.public_id, "另有安排", is_exempt=True, actor=cast.organizer, now=NOW)
    mornings(DUE - timedelta(days=2), DUE + timedelta(days=2))
    assert told(done.person_id) == told(spared.person_id) == []


def test_after_the_day_the_own_units_liaison_is_told_once_how_many(cast):
    for body in (cast.first, cast.first, cast.second):
        cast.deputy(body)
    liaison, other = (make_staff(Role.LIAISON, body=body) for body in (cast.first, cast.second))
    study = cast.ask()
    mornings(DUE, DUE)
    assert told(liaison.person_id) == []
    mornings(DUE + timedelta(days=1), DUE + timedelta(days=4))
    (notice,) = told(liaison.person_id)
    assert notice.params["count"] == 2
    assert notice.link_params == {"public_id": str(study.public_id), "state": "not_completed"}
    assert [each.params["count"] for each in told(other.person_id)] == [1]


def test_a_liaison_who_comes_later_is_told_then(cast):
    cast.deputy()
    cast.ask()
    mornings(DUE + timedelta(days=1), DUE + timedelta(days=2))
    liaison = make_staff(Role.LIAISON, body=cast.first)
    mornings(DUE + timedelta(days=3), DUE + timedelta(days=4))
    assert len(told(liaison.person_id)) == 1


def test_what_was_withdrawn_reminds_nobody(cast):
    deputy, study = cast.deputy(), cast.ask()
    operations.withdraw(study.public_id, "课程内容将更新", actor=cast.organizer, now=at(TODAY + timedelta(days=1)))
    mornings(DUE - timedelta(days=3), DUE)
    assert told(deputy.person_id) == []


def elect(cast, day):
    """A deputy of a by-election, with the news of it as the roster's import publishes it."""
    mandate = cast.deputy(from_on=day)
    with transaction() as session:
        events.publish(session, MANDATES_ELECTED, {"mandate_ids": [mandate.id]}, now=at(day))
    event_delivery.deliver_pending(now=at(day))
    return mandate


def test_a_new_mandate_gets_its_induction_package_by_itself(cast):
    old = cast.deputy()
    study = cast.ask(is_induction=True, days=60)
    cast.ask(title="全体代表学习")
    day = TODAY + timedelta(days=10)
    new = elect(cast, day)
    assert cast.states(study, day) == {new.id: "under_way"}
    (notice,) = told(new.person_id)
    assert notice.params == {"title": "代表法学习", "due_on": {"day": (day + timedelta(days=60)).isoformat()}}
    assert told(old.person_id) == []


def test_news_that_is_heard_twice_tells_nobody_twice(cast):
    cast.ask(is_induction=True)
    day = TODAY + timedelta(days=10)
    new = elect(cast, day)
    with transaction() as session:
        events.publish(session, MANDATES_ELECTED, {"mandate_ids": [new.id]}, now=at(day))
    event_delivery.deliver_pending(now=at(day))
    assert len(told(new.person_id)) == 1


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_a_package_that_was_withdrawn_is_given_to_nobody(cast, is_withdrawn):
    study = cast.ask(is_induction=True)
    if is_withdrawn:
        operations.withdraw(study.public_id, "改用新的课程", actor=cast.organizer, now=at(TODAY))
    new = elect(cast, TODAY + timedelta(days=1))
    assert len(told(new.person_id)) == (0 if is_withdrawn else 1)


def test_a_suspended_deputy_is_not_reminded(cast):
    deputy = cast.deputy()
    cast.ask()
    make_change(deputy, kind=ChangeKind.SUSPENDED, effective_on=DUE - timedelta(days=8), ground="61_1")
    mornings(DUE - timedelta(days=7), DUE)
    assert told(deputy.person_id) == []
