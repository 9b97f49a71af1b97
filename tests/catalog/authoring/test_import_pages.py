"""The pages on which questions of a file are looked at and added."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from lms.catalog.questions.imports.workbook import LAYOUT
from lms.core.permissions import Role
from lms.documents.intake.reading import read_sheet
from tests.catalog.authoring.drafts import make_draft, read
from tests.catalog.authoring.quiz_files import GIFT, ROWS, XML, workbook
from tests.factories import make_congress
from tests.support.accounts import actor_of, make_staff, sign_in

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from flask import Flask

    from tests.support.http import HouseClient

pytestmark = pytest.mark.usefixtures("database")


class Desk:
    """An editor at a browser, with a draft."""

    def __init__(self, app: Flask) -> None:
        congress = make_congress()
        account = make_staff(Role.EDITOR, congress)
        self.draft_id: uuid.UUID = make_draft(actor_of(account, Role.EDITOR, congress_id=congress.id))
        self.client: HouseClient = app.test_client()
        sign_in(self.client, account)
        self.base = f"/authoring/drafts/{self.draft_id}/question-imports"

    def hand_in(self, data: bytes, **said: str) -> Any:
        return self.client.post(self.base, data={"file": (io.BytesIO(data), "走访 题目.txt"), **said})


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_a_file_is_looked_at_and_then_added(desk: Desk) -> None:
    at = desk.hand_in(GIFT.encode(), source="代表法").location
    page = desk.client.get(at).text
    assert "本平台没有连线题。" in page
    assert "添加 3 道题目" in page
    assert len(read(desk.draft_id).said["questions"]) == 1
    assert desk.client.post(f"{at}/questions").status_code == 303
    assert len(read(desk.draft_id).said["questions"]) == 4
    assert "题目已添加" in desk.client.get(desk.base).text
    assert desk.client.post(f"{at}/questions").status_code == 409


def test_a_refused_file_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    answer = desk.hand_in(b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><quiz/>", source="我写的出处")
    assert answer.status_code == 422
    assert "DTD" in answer.text
    assert "我写的出处" in answer.text


def test_a_lesson_that_the_draft_has_not_is_refused(desk: Desk) -> None:
    assert desk.hand_in(GIFT.encode(), lesson="nowhere").status_code == 422


def test_no_file_at_all_is_told(desk: Desk) -> None:
    assert desk.client.post(desk.base, data={}).status_code == 422
    assert desk.client.post(desk.base, data={"file": "words"}).status_code == 422


def test_template_report_and_rows_to_mend_are_workbooks(desk: Desk) -> None:
    at = desk.hand_in(workbook(*ROWS)).location
    for address in (f"{desk.base}/template", f"{at}/report", f"{at}/bad-rows"):
        answer = desk.client.get(address)
        assert answer.data.startswith(b"PK")
        assert "attachment" in answer.headers["Content-Disposition"]
    (row,) = read_sheet(desk.client.get(f"{at}/bad-rows").data, LAYOUT).rows
    assert "走访听谁的？" in row.cells.values()


def test_only_a_workbook_has_rows_to_mend(desk: Desk) -> None:
    at = desk.hand_in(XML.encode()).location
    assert desk.client.get(f"{at}/bad-rows").status_code == 404
    assert desk.client.get(f"{at}/report").status_code == 200


def test_what_a_file_says_is_shown_as_words(desk: Desk) -> None:
    at = desk.hand_in(b"[plain]<script>alert(1)</script>{T}").location
    assert "<script>alert" not in desk.client.get(at).text


def test_a_file_can_be_put_away(desk: Desk) -> None:
    at = desk.hand_in(GIFT.encode()).location
    assert desk.client.post(f"{at}/disposal").status_code == 303
    assert "未采用的文件" in desk.client.get(at).text
    assert len(read(desk.draft_id).said["questions"]) == 1
