"""The pages of planning, as organizers, the office, deputies and everybody see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.planning.annual import deciding, writing
from lms.planning.calendar.models import DateKind
from lms.study_sessions.models import StudySession
from lms.study_sessions.planned import SUBJECT
from tests.factories import NOW
from tests.planning.cast import TUESDAY, Cast
from tests.planning.test_checklists import copied
from tests.support.accounts import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.support.http import HouseClient


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def organizer(app: Flask, cast: Cast) -> HouseClient:
    client: HouseClient = app.test_client()  # type: ignore[assignment]  # The application makes ours.
    sign_in(client, cast.accounts[Role.ORGANIZER], congress_id=cast.congress_id)
    return client


LINE = {"kind": "thematic", "title": "乙的", "places": "90", "month": "5", "seen": "0"}


def test_a_refused_booking_keeps_what_was_typed_and_proposes_dates(organizer: HouseClient, cast: Cast) -> None:
    cast.date(DateKind.PLENARY, TUESDAY, title="代表大会")
    typed = {"first_on": TUESDAY.isoformat(), "last_on": TUESDAY.isoformat(), "title": "座谈会", "people": "30"}
    answer = organizer.post(f"/planning/venues/{cast.venue()}/bookings/new", data=typed)
    assert answer.status_code == 409
    for words in ("代表大会", "以下日期可用", "2026年4月1日", 'value="座谈会"', 'value="30"'):
        assert words in answer.text


def test_who_saves_second_sees_both_and_may_then_decide(organizer: HouseClient, cast: Cast) -> None:
    public_id = cast.plan()
    writing.say(public_id, "甲的计划", "甲的正文", seen=0, actor=cast.organizer, now=NOW)
    path, typed = f"/planning/plans/{public_id}/text", {"title": "乙的计划", "lead": "乙的正文"}
    answer = organizer.post(path, data={**typed, "seen": "0"})
    assert answer.status_code == 409
    for words in ("甲的正文", "乙的正文", 'value="乙的计划"', 'name="seen" type="hidden" value="1"'):
        assert words in answer.text
    assert organizer.post(path, data={**typed, "seen": "1"}).status_code == 303
    assert cast.version(public_id).title == "乙的计划"


def test_the_same_holds_for_a_line(organizer: HouseClient, cast: Cast) -> None:
    public_id = cast.plan()
    line_id = cast.version(public_id).lines[0].public_id
    words = cast.line(title="甲的")
    writing.change_line(public_id, line_id, words, seen=0, actor=cast.organizer, now=NOW)
    answer = organizer.post(f"/planning/plans/{public_id}/lines/{line_id}", data=LINE)
    assert answer.status_code == 422
    assert "甲的" in answer.text
    assert 'value="乙的"' in answer.text


def test_whoever_comes_too_late_to_write_is_told(organizer: HouseClient, cast: Cast) -> None:
    public_id = cast.approved()
    for path in ("text", "lines/new"):
        assert organizer.get(f"/planning/plans/{public_id}/{path}").status_code == 409


def test_a_published_plan_is_read_by_everybody_and_only_then(client: HouseClient, cast: Cast) -> None:
    public_id, path = cast.approved(), f"/public/plans/{cast.term.congress.code}/2026"
    assert client.get(path).status_code == 404
    deciding.publish(public_id, is_public=True, actor=cast.office, now=NOW)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "第1期专题学习班" in answer.text


def test_a_draft_that_amends_is_not_public(client: HouseClient, cast: Cast) -> None:
    public_id = cast.approved()
    deciding.publish(public_id, is_public=True, actor=cast.office, now=NOW)
    new_id = writing.amend(public_id, "改", actor=cast.organizer, now=NOW)
    writing.say(new_id, "未定稿", "", seen=0, actor=cast.organizer, now=NOW)
    assert "未定稿" not in client.get(f"/public/plans/{cast.term.congress.code}/2026").text


def test_an_odd_year_in_the_address_shows_this_one(organizer: HouseClient) -> None:
    for asked in ("0", "1", "99999", "x", "-3"):
        assert "2026 年日历" in organizer.get(f"/planning?year={asked}").text


def test_the_form_of_a_line_comes_filled_and_makes_a_study_session(organizer: HouseClient, cast: Cast) -> None:
    who = {"organized_by": "财政经济委员会", "hosted_by": "代表培训中心"}
    public_id = cast.approved(cast.line(starts_on=TUESDAY, ends_on=TUESDAY, theme="监督法", **who))
    line = cast.version(public_id).lines[0]
    assert "主办单位：财政经济委员会" in organizer.get(f"/planning/plans/{public_id}").text
    page = organizer.get(f"/study-sessions/from-plan/{line.key}")
    assert 'value="监督法"' in page.text
    assert 'value="2026-03-31"' in page.text
    said = {"kind": "thematic", "title": line.title, "places": "100"}
    days = dict.fromkeys(("arrival_on", "starts_on", "ends_on"), TUESDAY.isoformat())
    made = organizer.post(f"/study-sessions/from-plan/{line.key}", data=said | days | who)
    assert made.status_code == 303
    shown = organizer.get(made.location).text
    assert all(name in shown for name in who.values())
    assert "形成学习班" not in organizer.get(f"/planning/plans/{public_id}").text
    assert organizer.get(f"/study-sessions/from-plan/{line.key}").status_code == 409


def test_a_checklist_shows_what_is_booked_for_its_study_session(organizer: HouseClient, cast: Cast) -> None:
    path = f"/planning/checklists/{copied(cast, 3)}"
    assert "尚未预订会场和授课人" in organizer.get(path).text
    subject_id = db.session.scalars(select(StudySession.public_id)).one()
    cast.book(cast.venue(), subject=(SUBJECT, subject_id))
    assert "会议中心" in organizer.get(path).text


def test_what_is_past_its_day_stands_on_the_organizers_home_page(organizer: HouseClient, cast: Cast) -> None:
    copied(cast, 30)
    page = organizer.get("/").text
    assert "任务清单：提前30日" in page
