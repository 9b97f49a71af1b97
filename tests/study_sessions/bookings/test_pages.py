"""The pages on which an organizer chooses venue and lecturers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import Congress
from lms.planning.calendar.models import DateKind
from lms.study_sessions.models import StudySession
from tests.factories import NOW
from tests.planning.cast import TUESDAY
from tests.study_sessions.bookings.conftest import CENTRE, MONDAY, Holding
from tests.support.accounts import make_staff, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.http import HouseClient


@pytest.fixture
def desk(client: HouseClient, holding: Holding) -> Iterator[HouseClient]:
    with clock.frozen_at(NOW):
        sign_in(client, make_staff(Role.ORGANIZER, db.session.get_one(Congress, holding.cast.congress_id)))
        yield client


def said(holding: Holding, **given: str) -> dict[str, str]:
    draft = holding.draft()
    days = {name: getattr(draft, name).isoformat() for name in ("arrival_on", "starts_on", "ends_on")}
    return {"kind": "thematic", "title": draft.title, "places": "100", "listed_venue": CENTRE, **days, **given}


def path(id_: int) -> str:
    db.session.rollback()
    return f"/study-sessions/{db.session.get_one(StudySession, id_).public_id}"


def made() -> StudySession:
    db.session.rollback()
    return db.session.query(StudySession).one()


def test_a_venue_is_chosen_from_the_list(desk: HouseClient, holding: Holding) -> None:
    holding.cast.venue()
    assert "会议中心 · 200 人" in desk.get("/study-sessions/new").text
    assert desk.post("/study-sessions/new", data=said(holding)).status_code == 303
    study_session = made()
    assert study_session.venue == CENTRE
    assert holding.booked(study_session.id)
    edit = desk.get(f"{path(study_session.id)}/edit").text
    assert f'<option selected value="{CENTRE}">' in edit


def test_a_venue_that_is_not_listed_is_written(desk: HouseClient, holding: Holding) -> None:
    holding.cast.venue()
    desk.post("/study-sessions/new", data=said(holding, listed_venue="", venue="某宾馆"))
    assert made().venue == "某宾馆"


def test_one_venue_and_not_two(desk: HouseClient, holding: Holding) -> None:
    holding.cast.venue()
    answer = desk.post("/study-sessions/new", data=said(holding, venue="某宾馆"))
    assert answer.status_code == 422
    assert "两者选一" in answer.text


def test_a_refusal_comes_with_free_dates_and_what_was_typed(desk: HouseClient, holding: Holding) -> None:
    holding.cast.book(holding.cast.venue(), MONDAY, days=1)
    answer = desk.post("/study-sessions/new", data=said(holding, theme="监督法"))
    assert answer.status_code == 422
    for words in ("座谈会", "2026年3月31日报到，4月1日至4月3日学习", "监督法"):
        assert words in answer.text


def test_a_warning_is_ticked_once(desk: HouseClient, holding: Holding) -> None:
    holding.cast.venue()
    holding.cast.date(DateKind.COMMITTEE, TUESDAY)
    first = desk.post("/study-sessions/new", data=said(holding))
    assert first.status_code == 422
    mark = first.text.split('name="considered"')[1].split('value="')[1].split('"')[0]
    assert desk.post("/study-sessions/new", data=said(holding, considered=mark)).status_code == 303
    edit = f"{path(made().id)}/edit"
    assert desk.post(edit, data=said(holding, theme="监督法")).status_code == 303


def test_a_line_of_the_plan_brings_its_venue(desk: HouseClient, holding: Holding) -> None:
    venue = holding.cast.venue()
    public_id = holding.cast.approved(holding.cast.line(venue=venue, starts_on=TUESDAY, ends_on=TUESDAY, month=None))
    key = holding.cast.version(public_id).lines[0].key
    page = f"/study-sessions/from-plan/{key}"
    assert f'<option selected value="{CENTRE}">' in desk.get(page).text
    assert desk.post(page, data=said(holding)).status_code == 303
    assert holding.booked(made().id)


def test_lecturers_are_booked_and_given_back(desk: HouseClient, holding: Holding) -> None:
    lecturer, page = holding.cast.lecturer(), f"{path(holding.create())}/lecturers"
    assert "尚未安排授课人" in desk.get(page).text
    order = {"lecturer": str(lecturer), "number": "2", "half": "morning"}
    assert desk.post(page, data=order).status_code == 303
    assert "赵老师" in desk.get(page.removesuffix("/lecturers")).text
    taken = desk.post(page, data=order)
    assert taken.status_code == 422
    assert "第 2 天，下午" in taken.text
    give_back = desk.get(page).text.split("/removal")[0].split('action="')[-1] + "/removal"
    assert desk.post(give_back).status_code == 303
    assert "尚未安排授课人" in desk.get(page).text


def test_a_day_that_is_none_is_said_to_be_none(desk: HouseClient, holding: Holding) -> None:
    page = f"{path(holding.create())}/lecturers"
    answer = desk.post(page, data={"lecturer": str(holding.cast.lecturer()), "number": "9", "half": "morning"})
    assert answer.status_code == 422


def test_without_lecturers_the_page_leads_to_where_they_are_entered(desk: HouseClient, holding: Holding) -> None:
    page = desk.get(f"{path(holding.create())}/lecturers").text
    assert "/planning/lecturers/new" in page
