"""From the draft to the deputy's notice, by hand: three people and three pages."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import Congress, Mandate
from lms.study_sessions.call_up.models import CallUp
from tests.factories import NOW
from tests.support.accounts import make_account, make_staff, sign_in


@pytest.fixture
def _today():
    with clock.frozen_at(NOW):
        yield


def staff(called, role):
    return make_staff(role, db.session.get_one(Congress, called.congress_id))


@pytest.mark.usefixtures("_today")
def test_drafted_checked_signed_and_read(client, called):
    path = f"/study-sessions/{called.study_session.public_id}/call-up"
    deputy = make_account(db.session.get_one(Mandate, called.mailed).person)
    sign_in(client, staff(called, Role.ORGANIZER))
    client.post(f"{path}/new", data={"change": "none", "bring": "代表证", "answer_by": "2026-03-25"})
    draft = f"/call-ups/{db.session.scalars(select(CallUp.public_id)).one()}"
    assert client.post(f"{draft}/check").status_code == 409
    sign_in(client, staff(called, Role.BUSINESS_ADMIN))
    assert client.post(f"{draft}/check").status_code == 303
    page = client.get(draft).text
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    assert client.post(f"{draft}/signature", data={"seen": "0" * 32}).status_code == 422
    assert client.post(f"{draft}/signature", data={"seen": seen}).status_code == 303
    assert "已通知参训" in client.get(path).text
    sign_in(client, deputy)
    notice = client.get(f"/my{draft}").text
    assert "代表证" in notice
    assert "2026年3月25日" in notice
    assert b"BEGIN:VEVENT" in client.get(f"/my{draft}/calendar").data
    made = client.post("/my/calendar").text
    address = made.split("/calendar/", 1)[1][:43]
    assert f'href="webcal://localhost/calendar/{address}"' in made
    client.delete_cookie("login")
    assert b"BEGIN:VEVENT" in client.get(f"/calendar/{address}").data
    assert client.get(f"/calendar/{'A' * 43}").status_code == 404


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("missing", ["arrival_on", "starts_on", "ends_on", "reason"])
def test_new_days_are_said_in_full_and_with_a_reason(client, called, missing):
    sign_in(client, staff(called, Role.ORGANIZER))
    said = {"change": "postponed", "reason": "场地维修", "venue": "上海"}
    said |= {"arrival_on": "2026-04-12", "starts_on": "2026-04-13", "ends_on": "2026-04-15"}
    path = f"/study-sessions/{called.study_session.public_id}/call-up/new"
    answer = client.post(path, data=said | {missing: ""})
    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text
    assert called.study_session.starts_on == date(2026, 3, 31)


@pytest.mark.usefixtures("_today")
def test_the_deputys_page_asks_by_the_day_of_the_call_up_and_says_what_to_bring(client, called):
    sign_in(client, make_account(db.session.get_one(Mandate, called.mailed).person))
    page = f"/my/study-sessions/{called.study_session.public_id}"
    assert "请于3月23日前回复" in client.get(page).text  # The last day on which another could still come instead.
    call_up_id = called.do(bring="换洗衣物", answer_by=date(2026, 3, 20))
    said = client.get(page).text
    assert "请于3月20日前回复" in said
    assert "换洗衣物" in said
    assert "请回复" in client.get("/my/study-sessions").text
    assert "回复能否参加" in client.get(f"/my/call-ups/{public_id_of(call_up_id)}").text
    client.post(f"{page}/acceptance")
    assert "请于3月20日前回复" not in client.get(page).text
    assert "请回复" not in client.get("/my/study-sessions").text


def public_id_of(call_up_id: int):
    return db.session.get_one(CallUp, call_up_id).public_id
