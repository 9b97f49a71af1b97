"""Group viewing in the browser: two short pages to record, one button to confirm, one line for the deputy."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.learning.viewings import waiting  # noqa: F401  # It registers what waits.
from lms.learning.viewings.models import GroupViewing, ViewingState
from lms.records.desk import lines
from tests.factories import NOW
from tests.learning.viewings.ways import DAY, KEY, PLACE, Hall, make_hall
from tests.records.ways import PDF
from tests.support.accounts import make_account, make_staff, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.people.accounts.models import Account
    from tests.support.http import HouseClient


@pytest.fixture
def hall(client: HouseClient) -> Iterator[Hall]:
    with clock.frozen_at(NOW):
        found = make_hall()
        sign_in(client, found.unit.account)
        yield found


def colleague(hall: Hall) -> Account:
    return make_staff(Role.LIAISON, body=hall.unit.body)


def address(hall: Hall) -> str:
    return f"/electing-bodies/{hall.unit.body.public_id}/group-viewings/courses/{hall.course.public_id}"


def filled(hall: Hall, **given: Any) -> dict[str, Any]:
    values = {
        "key": str(KEY),
        "held_on": DAY.isoformat(),
        "place": PLACE,
        "lessons": [str(each.public_id) for each in hall.lessons],
        "deputies": [str(each.public_id) for each in hall.unit.deputies],
    }
    return values | given


def states() -> list[ViewingState]:
    db.session.rollback()
    return list(db.session.scalars(select(GroupViewing.state)))


def test_a_liaison_comes_from_the_courses_to_a_form_with_all_lessons_ticked(client: HouseClient, hall: Hall) -> None:
    assert "/group-viewings" in client.get("/courses").text
    chosen = client.get(f"/electing-bodies/{hall.unit.body.public_id}/group-viewings/courses")
    assert address(hall) in chosen.text
    form = client.get(address(hall)).text
    assert form.count("checked") == len(hall.lessons)


def test_a_second_liaison_confirms_what_the_first_one_recorded(client: HouseClient, hall: Hall) -> None:
    sent = client.post(address(hall), data=filled(hall))
    assert (sent.status_code, states()) == (303, [ViewingState.RECORDED])
    page = f"/group-viewings/{KEY}"
    assert f"{page}/confirmation" not in client.get(page).text
    assert client.post(f"{page}/confirmation").status_code == 409
    sign_in(client, colleague(hall))
    assert f"{page}/confirmation" in client.get(page).text
    assert client.post(f"{page}/confirmation").status_code == 303
    assert states() == [ViewingState.CONFIRMED]


def test_the_deputy_reads_on_the_course_where_and_when(client: HouseClient, hall: Hall) -> None:
    hall.record()
    hall.confirm()
    deputy = make_account(hall.unit.deputies[0].person)
    sign_in(client, deputy)
    page = client.get(f"/courses/{hall.course.public_id}").text
    assert page.count(f"2026年3月10日在{PLACE}集中观看") == len(hall.lessons)


@pytest.mark.parametrize(
    "given",
    [
        {"held_on": "2999-01-01"},
        {"held_on": NOW.date().replace(year=NOW.year + 1).isoformat()},
        {"place": ""},
        {"place": "厅" * 81},
        {"lessons": []},
        {"deputies": []},
        {"deputies": ["x"]},
        {"lessons": [str(uuid.uuid4())]},
        {"key": "x"},
    ],
)
def test_a_bad_form_comes_back_with_what_was_typed(client: HouseClient, hall: Hall, given: dict[str, Any]) -> None:
    sent = client.post(address(hall), data=filled(hall, **given))
    assert sent.status_code == 422
    assert states() == []


def test_evidence_is_opened_by_who_confirms_and_by_no_deputy(client: HouseClient, hall: Hall) -> None:
    deputy = make_account(hall.unit.deputies[0].person)
    client.post(address(hall), data=filled(hall, evidence=(BytesIO(PDF), "签到表.pdf")))
    sign_in(client, colleague(hall))
    assert client.get(f"/group-viewings/{KEY}/evidence").data == PDF
    sign_in(client, deputy)
    assert client.get(f"/group-viewings/{KEY}/evidence").status_code == 403


def test_a_file_that_is_no_picture_is_refused_beside_its_field(client: HouseClient, hall: Hall) -> None:
    sent = client.post(address(hall), data=filled(hall, evidence=(BytesIO(b"MZ"), "a.exe")))
    assert (sent.status_code, states()) == (422, [])


def test_what_waits_stands_on_the_desk_of_the_other_liaison_alone(hall: Hall) -> None:
    hall.record()

    def waits(actor: Any) -> int:
        return next(
            each.waiting.count for each in lines(actor, today=DAY) if each.subject.name == "learning.group_viewings"
        )

    assert (waits(hall.unit.liaison), waits(hall.second)) == (0, 1)


def test_a_withdrawn_viewing_is_shown_without_names(client: HouseClient, hall: Hall) -> None:
    hall.record()
    assert client.post(f"/group-viewings/{KEY}/withdrawal").status_code == 303
    assert hall.unit.deputies[0].person.name not in client.get(f"/group-viewings/{KEY}").text
