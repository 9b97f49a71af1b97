"""A course of a required study is withdrawn: nobody owes what cannot be taken, and everybody can see why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.catalog.authoring.operations.withdrawal import withdraw
from lms.core import clock, event_delivery
from lms.core.database import db
from lms.core.permissions import Role
from lms.learning.required.jobs import tell_of_required_study
from lms.learning.required.queries import mine, open_for
from lms.notices.models import Notice
from lms.people.accounts.models import Account
from tests.catalog.factories import make_course
from tests.factories import NOW
from tests.learning.required.cast import TODAY, at, complete
from tests.learning.required.test_pages import as_liaison, learner
from tests.support.accounts import actor_of, make_account, make_staff, sign_in

GONE = TODAY + timedelta(days=5)


def take_down(cast, course, day=GONE):
    editor = actor_of(make_staff(Role.EDITOR, body=cast.first), Role.EDITOR, congress_id=cast.congress_id)
    withdraw(course.public_id, "内容已过时", actor=editor, now=at(day))
    event_delivery.deliver_pending(now=at(day))


@pytest.fixture
def second(cast):
    return make_course(congress_id=cast.congress_id)


def test_whoever_completed_the_others_has_completed_the_study_from_that_day(cast, second):
    half, none = cast.deputy(), cast.deputy()
    study = cast.ask(cast.course, second)
    complete(half, cast.course, TODAY)
    take_down(cast, second)
    before = GONE - timedelta(days=1)
    assert cast.states(study, before, known=at(GONE)) == {half.id: "under_way", none.id: "under_way"}
    assert cast.states(study, GONE) == {half.id: "in_time", none.id: "under_way"}


def test_with_no_course_left_it_is_asked_of_nobody_and_nobody_is_reminded(cast):
    deputy = cast.deputy()
    study = cast.ask()
    reader = learner(deputy)
    take_down(cast, cast.course)
    assert cast.states(study, GONE) == {}
    assert cast.states(study, GONE - timedelta(days=1), known=at(GONE)) == {deputy.id: "under_way"}
    assert open_for(reader, today=GONE) == []
    for day in range(20, 40):
        tell_of_required_study(now=at(TODAY + timedelta(days=day)))
    assert db.session.scalars(select(Notice).where(Notice.person_id == deputy.person_id)).all() == []


def test_what_a_deputy_reads_is_still_what_the_figures_say(cast, second):
    half, none = cast.deputy(), cast.deputy()
    study = cast.ask(cast.course, second)
    complete(half, cast.course, TODAY)
    readers = {half.id: learner(half), none.id: learner(none)}
    take_down(cast, second)
    read = {number: mine(reader, today=GONE)[0].state.value for number, reader in readers.items()}
    assert read == cast.states(study, GONE)


def test_who_set_it_is_told_once(cast, second):
    cast.ask(cast.course, second)
    cast.ask(second, title="另一项")
    take_down(cast, cast.course)
    event_delivery.deliver_pending(now=at(GONE, 6))
    person_id = db.session.get_one(Account, cast.organizer.account_id).person_id
    (notice,) = db.session.scalars(select(Notice).where(Notice.person_id == person_id)).all()
    assert notice.params == {"title": "代表法学习", "course": cast.course.title}


def test_a_deputy_and_a_liaison_read_what_became_of_it(cast, second, client):
    mandate = cast.deputy()
    account = make_account(mandate.person)
    study, whole = cast.ask(cast.course, second), cast.ask(second, title="只有一门")
    take_down(cast, second, day=TODAY)
    with clock.frozen_at(NOW + timedelta(hours=20)):
        sign_in(client, account, congress_id=cast.congress_id)
        page = client.get("/required-study/mine").text
        assert "已下架，不再要求" in page
        assert "所含课程已全部下架，您无需再学习。" in page
        assert "只有一门" not in client.get("/").text
        as_liaison(client, cast.first)
        for each in (study, whole):
            page = client.get(f"/required-study/{each.public_id}").text
            assert f"已下架：{second.title}" in page
            assert "此前各日的数字保持不变" in page
