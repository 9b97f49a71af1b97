"""The roster in the browser: who sees whom, in which order, and what can be done."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.identity.sealing import sealed_phone
from lms.people.models import ImportState, Mandate, MandateStatus, RosterImport
from lms.people.names import pinyin, sort_key
from tests.factories import NOW, make_mandate, make_person
from tests.people.rosters import book, make_house, row
from tests.support.accounts import make_staff, sign_in


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def house(database):
    return make_house()


@pytest.fixture
def admin(client, house):
    sign_in(client, make_staff(Role.BUSINESS_ADMIN, house.congress))
    return client


@pytest.fixture
def liaison(client, house):
    sign_in(client, make_staff(Role.LIAISON, body=house.hunan))
    return client


def deputy(body, name: str, **given) -> Mandate:
    reading = pinyin(name)
    person = make_person(
        name=name,
        sort_key=sort_key(name),
        pinyin=reading.full,
        pinyin_initials=reading.initials,
        **given.pop("person", {}),
    )
    return make_mandate(body, person, **given)


def names(answer) -> list[str]:
    return re.findall(r'<a href="/deputies/[0-9a-f-]{36}">([^<]+)</a>', answer.text)


def upload(client, *rows, name="名册.xlsx"):
    return client.post(
        "/roster-imports", data={"file": (BytesIO(book(*rows)), name)}, content_type="multipart/form-data"
    )


def test_the_list_runs_by_official_order_manual_number_and_strokes(admin, house):
    for body, name, number in [
        (house.hunan, "王一", None),
        (house.beijing, "尹一", None),
        (house.beijing, "王鑫", None),
        (house.beijing, "方一", 2),
        (house.beijing, "王一一", None),
        (house.beijing, "文一", 1),
    ]:
        deputy(body, name, manual_order=number)
    assert names(admin.get("/deputies")) == ["文一", "方一", "王鑫", "王一一", "尹一", "王一"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=欧阳", ["欧阳修"]),
        ("q=ouyang", ["欧阳修"]),
        ("q=OY", ["欧阳修"]),
        ("q=xiu", []),
        ("q=tan", ["覃明"]),
        ("q=qin", ["覃明"]),
        ("q=777", ["覃明"]),
        ("q=%25", []),
        ("q=_", []),
        ("status=suspended", ["覃明"]),
        ("new=no", ["欧阳修"]),
        ("grassroots=no", ["欧阳修"]),
        ("status=nonsense&unit=nonsense&new=x", ["欧阳修", "覃明"]),
        ("page=99", ["欧阳修", "覃明"]),
    ],
)
def test_filters_stand_in_the_address(admin, house, query, found):
    deputy(house.beijing, "欧阳修", is_newly_elected=False, is_grassroots=False)
    deputy(house.beijing, "覃明", card_number="777", status=MandateStatus.SUSPENDED)
    assert names(admin.get(f"/deputies?{query}")) == found


def test_the_list_can_be_narrowed_to_a_unit(admin, house):
    deputy(house.beijing, "王一")
    deputy(house.hunan, "李一")
    assert names(admin.get(f"/deputies?unit={house.hunan.public_id}")) == ["李一"]


def test_a_liaison_sees_the_own_unit_and_nobody_else(liaison, house):
    own, foreign = (deputy(*each).public_id for each in ((house.hunan, "李一"), (house.beijing, "王一")))
    assert names(liaison.get("/deputies")) == ["李一"]
    assert names(liaison.get(f"/deputies?unit={house.beijing.public_id}")) == []
    assert liaison.get(f"/deputies/{own}").status_code == 200
    assert liaison.get(f"/deputies/{foreign}").status_code == 404


def test_a_deputy_of_another_congress_is_not_found(admin):
    at = f"/deputies/{deputy(make_house().beijing, '王一').public_id}"
    assert [admin.get(path).status_code for path in (at, f"{at}/end", f"{at}/change")] == [404] * 3


def test_a_liaison_neither_changes_nor_reveals_nor_imports(liaison, house):
    own = f"/deputies/{deputy(house.hunan, '李一').public_id}"
    assert liaison.get(f"{own}/end").status_code == 403
    assert liaison.post(f"{own}/revelations/phone").status_code == 403
    assert liaison.get("/roster-imports").status_code == 403


def test_a_phone_is_masked_until_it_is_asked_for(admin, house):
    mandate = deputy(house.beijing, "王一", person=sealed_phone("13912345678"))
    page = admin.get(f"/deputies/{mandate.public_id}").text
    assert "139****5678" in page
    assert "13912345678" not in page
    shown = admin.post(f"/deputies/{mandate.public_id}/revelations/phone")
    assert "13912345678" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert admin.get(f"/deputies/{mandate.public_id}/revelations/phone").status_code == 405
    assert admin.post(f"/deputies/{mandate.public_id}/revelations/name").status_code == 404


def test_a_mandate_is_suspended_resumed_and_ended_by_forms(admin, house):
    mandate = deputy(house.beijing, "王一")
    at = f"/deputies/{mandate.public_id}"
    day = {"effective_on": "2026-03-01", "announcement": "〔2026〕第1号"}
    assert admin.post(f"{at}/suspension", data={**day, "ground": "61_1"}).status_code == 303
    assert admin.post(f"{at}/resumption", data=day).status_code == 303
    assert admin.post(f"{at}/end", data={**day, "ground": "62_2"}).status_code == 303
    page = admin.get(at).text
    assert "〔2026〕第1号" in page
    assert "第六十二条第（二）项" in page
    assert f"{at}/end" not in page


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("end", {"effective_on": "2026-03-01"}, "事由"),
        ("end", {"effective_on": "2027-03-01", "ground": "62_2"}, "不能晚于今天"),
        ("end", {"effective_on": "not a day", "ground": "62_2"}, "自何日起"),
        ("end", {"effective_on": "2026-03-01", "ground": "61_1"}, "事由"),
        ("resumption", {"effective_on": "2026-03-01"}, "不允许此项操作"),
        (
            "change",
            {"effective_on": "2026-03-01", "electing_body": "x", "election": "y", "composition": "z"},
            "选举单位",
        ),
    ],
)
def test_what_can_not_be_comes_back_with_the_reason(admin, house, path, data, words):
    mandate = deputy(house.beijing, "王一")
    answer = admin.post(f"/deputies/{mandate.public_id}/{path}", data=data)
    assert answer.status_code == 422
    assert words in answer.text


def test_attributes_are_changed_by_a_form_that_starts_as_they_are(admin, house):
    mandate = deputy(house.beijing, "王一")
    at = f"/deputies/{mandate.public_id}"
    page = admin.get(f"{at}/change").text
    data = dict(re.findall(r'<input class="input[^"]*"[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    chosen = {"electing_body": str(house.hunan.public_id), "election": "new", "composition": "farmer", "post": "村主任"}
    assert admin.post(f"{at}/change", data={**data, **chosen, "party": "", "education": ""}).status_code == 303
    shown = admin.get(at).text
    assert "湖南省" in shown
    assert "村主任" in shown


def test_a_persons_data_are_corrected_by_a_form_that_shows_no_number(admin, house):
    at = f"/deputies/{deputy(house.beijing, '王一', person=sealed_phone('13912345678')).public_id}"
    assert "5678" not in admin.get(f"{at}/person").text
    data = {
        "name": "王　二",
        "sex": "female",
        "ethnicity": "汉族",
        "born_on": "1970-05-17",
        "document_kind": "resident_id",
    }
    assert admin.post(f"{at}/person", data={**data, "phone": "139 8765 4321"}).status_code == 303
    assert "139****4321" in admin.get(at).text
    assert admin.post(f"{at}/person", data=data).status_code == 422  # Nothing is different.
    refused = admin.post(f"{at}/person", data={**data, "phone": "1.39E+10"})
    assert (refused.status_code, "科学计数法" in refused.text) == (422, True)
    assert admin.post(f"{at}/person", data={**data, "removes_phone": "y"}).status_code == 303
    assert "139****4321" not in admin.get(at).text


def test_a_roster_is_checked_shown_and_applied(admin):
    answer = upload(admin, row("1"), row("2", phone="1.39E+10"))
    assert answer.status_code == 303
    page = admin.get(answer.location).text
    assert "科学计数法" in page
    assert db.session.query(Mandate).count() == 0
    rejects = admin.get(f"{answer.location}/rejects")
    assert rejects.data.startswith(b"PK")
    refused = admin.post(f"{answer.location}/application", data={"choice": "all_or_none", "effective_on": "2026-03-16"})
    assert refused.status_code == 409
    assert "没有作任何改动" in refused.text
    done = admin.post(f"{answer.location}/application", data={"choice": "valid_rows", "effective_on": "2026-03-16"})
    assert done.status_code == 303
    assert "本名册的导入结果" in admin.get(answer.location).text
    assert db.session.query(Mandate).count() == 1


def test_a_file_is_put_away_and_then_gone(admin):
    answer = upload(admin, row("1"))
    assert admin.post(f"{answer.location}/disposal").status_code == 303
    assert db.session.query(RosterImport).one().state is ImportState.DISCARDED
    assert admin.get(f"{answer.location}/rejects").status_code == 409
    assert admin.post(f"{answer.location}/disposal").status_code == 409


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "该字段是必填字段"),
        ({"file": (BytesIO(b"name,phone\n"), "a.csv")}, "不是 Excel 工作簿"),
    ],
)
def test_a_file_that_is_no_roster_comes_back_with_the_reason(admin, data, words):
    answer = admin.post("/roster-imports", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text


def test_who_manages_one_unit_only_hands_in_no_roster(client, house):
    sign_in(client, make_staff(Role.BUSINESS_ADMIN, body=house.beijing))
    assert upload(client, row("1")).status_code == 404
    assert client.get("/roster-imports").status_code == 404
    assert client.get("/roster-imports/template").status_code == 404
    assert client.get(f"/deputies/{deputy(house.beijing, '王一').public_id}/end").status_code == 200
    assert client.get(f"/deputies/{deputy(house.hunan, '李一').public_id}/end").status_code == 404


def test_the_template_can_be_downloaded(admin):
    answer = admin.get("/roster-imports/template")
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_import_of_another_congress_is_not_found(client, admin, house):
    location = upload(admin, row("1")).location
    other = make_house()
    sign_in(client, make_staff(Role.BUSINESS_ADMIN, other.congress))
    assert client.get(location).status_code == 404
    assert client.post(f"{location}/disposal").status_code == 404
    assert client.get(f"{location}/rejects").status_code == 404


def test_the_list_takes_few_statements_however_many_deputies(admin, house):
    from sqlalchemy import event

    for number in range(30):
        deputy(house.beijing, f"王一{'一丁七'[number % 3]}")
    count: list[int] = []
    event.listen(db.engine, "before_cursor_execute", lambda *_args: count.append(1))
    admin.get("/deputies")
    assert len(count) <= 10
