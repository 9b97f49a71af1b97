"""The ways into the record in the browser: what is sent, what comes back, and nothing written by a bad form."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from lms.core import clock
from lms.core.database import db
from lms.records.diary.models import DiaryNote, NoteState
from lms.records.models import RecordEntry
from lms.records.unit.models import UnitRecording
from lms.records.workbooks.columns import Field
from tests.records.ways import PDF, Unit, make_unit
from tests.records.workbooks.test_entering import book, row
from tests.support.accounts import make_account, sign_in

if TYPE_CHECKING:
    from tests.support.http import HouseClient


@pytest.fixture
def unit(client: HouseClient) -> Unit:
    unit = make_unit()
    sign_in(client, unit.account)
    return unit


def count(table: type[Any]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def yesterday() -> str:
    return (clock.today() - timedelta(days=1)).isoformat()


def activity(unit: Unit, **given: Any) -> dict[str, Any]:
    values = {
        "key": str(uuid.uuid4()),
        "kind": "inspection",
        "occurred_on": yesterday(),
        "title": "视察学校",
        "deputies": [str(each.public_id) for each in unit.deputies],
    }
    return values | given


def test_an_activity_is_drafted_looked_at_and_entered(client: HouseClient, unit: Unit) -> None:
    names = [each.person.name for each in unit.deputies]
    sent = activity(unit, evidence=(BytesIO(PDF), "通知.pdf"))
    page = client.post(f"/electing-bodies/{unit.body.public_id}/recordings", data=sent)
    assert page.status_code == 303
    draft = client.get(page.location).text
    assert all(words in draft for words in ("视察学校", "通知.pdf", *names))
    assert count(RecordEntry) == 0
    client.post(f"{page.location}/posting")
    assert count(RecordEntry) == 2
    assert "视察学校" in client.get("/unit-recordings").text
    assert client.get(f"{page.location}/evidence").data == PDF


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "made_up"},
        {"occurred_on": "yesterday"},
        {"occurred_on": "2999-01-01"},
        {"title": ""},
        {"title": "题" * 121},
        {"deputies": []},
        {"deputies": ["not-a-uuid"]},
        {"key": "x"},
        {"evidence": (BytesIO(b"MZ no picture"), "x.pdf")},
    ],
)
def test_a_bad_recording_is_shown_again_and_nothing_is_kept(
    client: HouseClient, unit: Unit, bad: dict[str, Any]
) -> None:
    sent = activity(unit, **bad)
    answer = client.post(f"/electing-bodies/{unit.body.public_id}/recordings", data=sent)
    assert answer.status_code == 422
    assert count(UnitRecording) == 0


def test_a_note_goes_from_the_deputy_to_the_liaison_and_into_the_record(client: HouseClient, unit: Unit) -> None:
    liaison, deputy = unit.account, make_account(unit.deputies[0].person)
    key = str(uuid.uuid4())
    sign_in(client, deputy)
    note = {"key": key, "kind": "inspection", "occurred_on": yesterday(), "title": "走访", "text": "两户"}
    assert client.post("/diary", data=note | {"then": "submit"}).status_code == 303
    sign_in(client, liaison)
    assert "走访" in client.get("/diary-notes").text
    assert client.post(f"/diary-notes/{key}/return", data={"reason": ""}).status_code == 422
    client.post(f"/diary-notes/{key}/return", data={"reason": "请写明地点"})
    sign_in(client, deputy)
    assert "请写明地点" in client.get(f"/diary/{key}/form").text
    client.post("/diary", data=note | {"title": "走访东街", "then": "submit"})
    sign_in(client, liaison)
    client.post(f"/diary-notes/{key}/verification")
    sign_in(client, deputy)
    record = client.get("/record").text
    assert "走访东街" in record
    assert "履职日志" in record  # Where it came from.


def test_a_draft_can_be_withdrawn(client: HouseClient, unit: Unit) -> None:
    key = str(uuid.uuid4())
    sign_in(client, make_account(unit.deputies[0].person))
    note = {"key": key, "kind": "inspection", "occurred_on": yesterday(), "title": "走访"}
    client.post("/diary", data=note | {"then": "draft"})
    client.post(f"/diary/{key}/withdrawal")
    db.session.rollback()
    assert db.session.scalars(select(DiaryNote.state)).one() is NoteState.WITHDRAWN
    assert client.get(f"/diary/{key}").status_code == 404


def test_a_workbook_is_checked_shown_and_entered(client: HouseClient, unit: Unit) -> None:
    good, bad = (row(each, occurred_on=yesterday()) for each in unit.deputies)
    content = book(good, bad | {Field.KIND: "散步"})
    page = client.post("/entry-workbooks", data={"file": (BytesIO(content), "entries.xlsx")})
    assert "散步" in client.get(page.location).text
    assert client.get(f"{page.location}/bad-rows").status_code == 200
    client.post(f"{page.location}/entries", data={"choice": "good_rows"})
    assert count(RecordEntry) == 1
    assert client.post(f"{page.location}/entries", data={"choice": "good_rows"}).status_code == 409


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_file_that_is_no_workbook_is_refused_beside_its_field(
    client: HouseClient, unit: Unit, content: bytes
) -> None:
    answer = client.post("/entry-workbooks", data={"file": (BytesIO(content), "x.xlsx")})
    assert answer.status_code == 422
    assert "file-error" in answer.text
