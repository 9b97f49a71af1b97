"""The pages of answers by workbook, by hand: download, hand in, bad rows in the answer itself."""

from base64 import b64decode
from io import BytesIO

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.documents.intake.reading import read_sheet
from lms.people.models import Congress
from lms.study_sessions.answer_workbooks.columns import LAYOUT, Field
from lms.study_sessions.states import PlaceState
from tests.factories import NOW
from tests.study_sessions.answer_workbooks.test_handing_in import book, place, row
from tests.study_sessions.call_up.making import body_of
from tests.support.accounts import make_staff, sign_in


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def path(client, called):
    path = f"/study-sessions/{called.study_session.public_id}/answers"
    body = body_of(called.mailed)
    sign_in(client, make_staff(Role.LIAISON, db.session.get_one(Congress, called.congress_id), body))
    return path


def upload(content):
    return {"file": (BytesIO(content), "回执.xlsx")}


def test_downloaded_filled_in_and_handed_in(client, called, path):
    assert "共调训 4 位代表" in client.get(path).text
    rows = read_sheet(client.get(f"{path}/template").data, LAYOUT).rows
    assert len(rows) == 4
    content = book(row(called.mailed), row(called.posted, "不参加"))
    page = client.post(path, data=upload(content))
    assert page.status_code == 200
    assert "请写明不参加的原因" in page.text
    back = page.text.split(";base64,", 1)[1].split('"', 1)[0]
    mended = read_sheet(b64decode(back), LAYOUT).rows
    assert [each.cells[Field.ANSWER] for each in mended] == ["不参加"]
    assert place(called.mailed).state is PlaceState.ACCEPTED


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_file_that_is_no_workbook_is_refused_beside_its_field(client, path, content):
    answer = client.post(path, data=upload(content))
    assert answer.status_code == 422
    assert "file-error" in answer.text


def test_no_file_at_all_is_refused_beside_its_field(client, path):
    assert client.post(path, data={}).status_code == 422


def test_a_class_head_finds_no_such_page(client, called, path):
    sign_in(client, make_staff(Role.CLASS_HEAD, db.session.get_one(Congress, called.congress_id)))
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/template").status_code == 404
    assert client.post(path, data=upload(book(row(called.mailed)))).status_code == 404
