"""The pages of letters: what waits, one letter and its files, the batch for the printer, the letterhead."""

from io import BytesIO

import pytest
from docx import Document

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.notices.letters import queries
from lms.notices.letters.models import Letter
from lms.notices.letters.states import LetterState
from lms.people.models import Congress
from tests.factories import NOW, make_congress
from tests.notices.letters_making import drafter, make_letterhead, signed, text
from tests.support.accounts import make_staff, sign_in


@pytest.fixture
def congress_id(database) -> int:
    congress_id = make_congress().id
    make_letterhead(congress_id)
    return congress_id


@pytest.fixture
def organizer(client, congress_id):
    sign_in(client, make_staff(Role.ORGANIZER, db.session.get_one(Congress, congress_id)))
    with clock.frozen_at(NOW):
        yield client


def path(letter) -> str:
    return f"/letters/{letter.public_id}"


def state_of(letter) -> LetterState:
    db.session.rollback()
    return db.session.get_one(Letter, letter.id, populate_existing=True).state


def test_what_came_back_stands_first(organizer, congress_id):
    fine, gone = (each.public_id for each in signed(congress_id, text(addressee="甲公司"), text(addressee="乙公司")))
    organizer.post(f"/letters/{gone}/delivery", data={"to": "bounced", "note": "查无此单位"})
    page = organizer.get("/letters").text
    assert page.index("乙公司") < page.index("甲公司")
    assert str(fine) in page


@pytest.mark.parametrize(("address", "first"), [("甲路1号", 'id="delivery"'), ("", 'id="address-form"')])
def test_one_act_is_the_main_one_and_without_an_address_it_is_the_address(organizer, congress_id, address, first):
    page = organizer.get(path(signed(congress_id, text(address=address))[0])).text
    main = page.split("<main", 1)[1]
    assert main.count('class="button"') == 1
    assert first in main.split('class="button"', 1)[0].rsplit("<form", 1)[1]


def test_a_letter_as_pdf_and_as_word(organizer, congress_id):
    letter = signed(congress_id)[0]
    address, reference = path(letter), letter.reference
    assert organizer.get(f"{address}/pdf").data.startswith(b"%PDF-")
    document = Document(BytesIO(organizer.get(f"{address}/docx").data))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert reference in words
    assert "某某有限公司：" in words
    assert "2026年3月16日" in words


def test_the_batch_holds_what_can_be_posted_and_is_marked_as_sent(organizer, congress_id):
    letters = [each.id for each in signed(congress_id, text(), text(address=""), text(email="a@example.org"))]
    assert organizer.get("/letters/batch").data.startswith(b"%PDF-")
    organizer.post("/letters/batch")
    db.session.rollback()
    states = [db.session.get_one(Letter, each, populate_existing=True).state for each in letters]
    assert states == [LetterState.SENT, LetterState.TO_SEND, LetterState.TO_SEND]
    assert organizer.get("/letters/batch").status_code == 404


def test_a_sealed_copy_comes_back_as_it_was_handed_in(organizer, congress_id):
    address = path(signed(congress_id)[0])
    assert organizer.get(f"{address}/sealed-copy").status_code == 404
    scan = {"file": (BytesIO(b"%PDF-1.7 seal"), "seal.pdf")}
    assert organizer.post(f"{address}/sealed-copy", data=scan).status_code == 303
    assert organizer.get(f"{address}/sealed-copy").data == b"%PDF-1.7 seal"


@pytest.mark.parametrize("file", [b"<html>", b"", None])
def test_what_is_no_scan_is_refused_in_words(organizer, congress_id, file):
    address = path(signed(congress_id)[0])
    data = {} if file is None else {"file": (BytesIO(file), "seal.pdf")}
    answer = organizer.post(f"{address}/sealed-copy", data=data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_address_that_is_none_is_not_lost(organizer, congress_id):
    letter = signed(congress_id)[0]
    answer = organizer.post(f"{path(letter)}/address", data={"address": "丙路3号", "email": "not an address"})
    assert answer.status_code == 422
    assert "not an address" in answer.text
    assert "丙路3号" in answer.text


def test_a_step_that_the_letter_cannot_take_is_refused(organizer, congress_id):
    letter = signed(congress_id)[0]
    assert organizer.post(f"{path(letter)}/delivery", data={"to": "received"}).status_code == 422
    assert state_of(letter) is LetterState.TO_SEND


def test_another_congress_finds_no_letter(client, congress_id):
    address = path(signed(congress_id)[0])
    sign_in(client, make_staff(Role.ORGANIZER))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/delivery", data={"to": "sent"}).status_code == 404


def test_the_letterhead_holds_for_letters_to_come(organizer, congress_id):
    old = signed(congress_id)[0].issuer
    organizer.post("/letters/letterhead", data={"issuer": "新机关", "mark": "新函", "contact": ""})
    new = signed(congress_id)[0]
    assert (new.issuer, new.reference) == ("新机关", "新函〔2026〕2号")
    assert queries.letters(drafter(congress_id), state=None, number=1).items[-1].issuer == old
