"""The pages of study tasks: giving, the unit's home and report, the organizer's view, and slips."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.learning.tasks.models import StudyTask, StudyTaskReport
from tests.factories import NOW
from tests.learning.required.cast import TODAY
from tests.support.accounts import make_account, make_grant, sign_in


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def organizer(units, client):
    account = make_account()
    make_grant(account, Role.ORGANIZER, units.congress_id)
    sign_in(client, account, congress_id=units.congress_id)
    return client


@pytest.fixture
def liaison(units, client):
    sign_in(client, units.staff[units.first.id], congress_id=units.congress_id)
    return client


YESTERDAY = TODAY - timedelta(days=1)


def typed(**given):
    due_on = (TODAY + timedelta(days=30)).isoformat()
    return {
        "title": "监督法学习",
        "text": "请组织学习。",
        "given_to": "all",
        "met_by": "own_class",
        "due_on": due_on,
    } | given


def part_of(units, task, tail=""):
    return f"/study-tasks/{task}/units/{units.first.public_id}{tail}"


def test_an_organizer_gives_a_task_and_sees_every_unit(units, organizer):
    units.deputy()
    answer = organizer.post("/study-tasks", data=typed())
    assert answer.status_code == 303
    page = organizer.get(answer.location).text
    assert units.first.name in page
    assert units.second.name in page
    assert "待报送" in page
    assert "监督法学习" in organizer.get("/study-tasks").text
    assert "监督法学习" not in organizer.get("/required-study").text


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"title": ""}, "请填写名称。"),
        ({"text": ""}, "请填写任务内容。"),
        ({"met_by": ""}, "其他完成方式"),
        ({"met_by": []}, "请选择课程，或者选择其他完成方式。"),
        ({"courses": "x"}, "课程"),
        ({"given_to": "nobody"}, "下达范围"),
        ({"given_to": "bodies"}, "请至少选择一个选举单位。"),
        ({"due_on": ""}, "请选择日期。"),
        ({"due_on": "2026-03-16"}, "完成期限须在今日之后。"),
    ],
)
def test_a_slip_is_told_and_nothing_is_given(units, organizer, slip, words):
    answer = organizer.post("/study-tasks", data=typed(**slip))
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(StudyTask)).all() == []


def test_a_liaison_finds_the_task_at_home_hands_in_and_it_leaves_the_home_page(units, liaison):
    deputy = units.deputy()
    task, key = units.give(), units.hold_class(deputy, day=YESTERDAY)
    assert part_of(units, task) in liaison.get("/").text
    assert "监督法讲座" in liaison.get(part_of(units, task, "/report")).text
    typed_in = {"key": str(uuid.uuid4()), "classes": key, "words": "其余代表另行安排。"}
    assert liaison.post(part_of(units, task, "/report"), data=typed_in).status_code == 303
    page = liaison.get(part_of(units, task)).text
    for words in ("已报送", "监督法讲座", deputy.person.name, "其余代表另行安排。", "按期完成"):
        assert words in page
    assert part_of(units, task) not in liaison.get("/").text
    assert "checked" in liaison.get(part_of(units, task, "/report")).text


def test_a_report_that_says_nothing_keeps_what_was_typed(units, liaison):
    task = units.give()
    answer = liaison.post(part_of(units, task, "/report"), data={"key": str(uuid.uuid4()), "words": "还在准备"})
    assert answer.status_code == 422
    assert "请选择本单位已开展的学习活动。" in answer.text
    assert "还在准备" in answer.text


def test_the_organizer_returns_it_and_the_unit_reads_why(units, organizer):
    deputy, task = units.deputy(), units.give()
    units.hand_in(task, units.hold_class(deputy, day=YESTERDAY))
    report = str(db.session.scalars(select(StudyTaskReport.public_id)).one())
    assert report in organizer.get(part_of(units, task, "/return")).text
    assert organizer.post(part_of(units, task, "/return"), data={"report": report}).status_code == 422
    given = {"report": report, "reason": "请补充参加人员"}
    assert organizer.post(part_of(units, task, "/return"), data=given).status_code == 303
    assert "请补充参加人员" in organizer.get(part_of(units, task)).text
    assert organizer.post(part_of(units, task, "/return"), data=given).status_code == 409
    sign_in(organizer, units.staff[units.first.id], congress_id=units.congress_id)
    assert "所报送的情况已被退回。" in organizer.get("/").text


def test_the_figures_of_a_task_are_those_of_required_study_for_any_day(units, organizer):
    deputy = units.deputy()
    task = units.give()
    units.hand_in(task, units.hold_class(deputy, day=YESTERDAY))
    page = organizer.get(f"/required-study/{task}", query_string={"as_at": TODAY.isoformat()}).text
    assert 'data-label="已训" class="figure"><span>1</span>' in page
    assert deputy.person.name in page
    assert f"/study-tasks/{task}" in page


def test_a_liaison_with_nothing_on_record_is_told_so_and_sees_no_other_unit(units, liaison):
    task = units.give()
    assert "本年度尚无登记。" in liaison.get(part_of(units, task, "/report")).text
    assert liaison.get(part_of(units, task)).status_code == 200
    assert liaison.get(f"/study-tasks/{task}/units/{units.second.public_id}").status_code == 404
    assert liaison.get("/study-tasks/new").status_code == 403
