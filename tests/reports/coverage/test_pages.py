"""Coverage in the browser."""

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import ElectingBody
from tests.factories import make_electing_body, make_mandate, make_term
from tests.reports.cast import LATER, enter, kind_of, lay_out
from tests.support.accounts import make_staff, sign_in
from tests.support.statements import statements_of


@pytest.fixture
def term(client):
    with clock.frozen_at(LATER):
        yield make_term()


@pytest.fixture
def office(client, term):
    sign_in(client, make_staff(Role.BUSINESS_ADMIN, term.congress))
    return client


def text_of(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def test_the_page_says_who_is_left_and_what_it_takes(office, term):
    body = make_electing_body(term, name="北京市")
    enter(make_mandate(body, is_newly_elected=False), kind_of(term.congress))
    make_mandate(body, is_newly_elected=True, is_grassroots=True)
    page = text_of(office.get("/coverage"))
    assert "北京市 2 0 2 1 1 1" in page
    assert "新任基层 0.0%，还差 1 人" in page
    assert "按目前进度" in page


@pytest.mark.parametrize("query", ["as_at=x", "as_at=1999-01-01", "known_at=2999-01-01T00:00"])
@pytest.mark.parametrize("path", ["/coverage", "/coverage/electing-bodies/{0}", "/coverage/electing-bodies/{0}.xlsx"])
def test_a_day_that_is_none_is_told_beside_the_field(office, term, path, query):
    body = make_electing_body(term)
    response = office.get(f"{path.format(body.public_id)}?{query}")
    assert response.status_code == 422
    assert "field--bad" in response.get_data(as_text=True)


def test_a_liaison_sees_the_own_unit_alone(client, term):
    own, other = make_electing_body(term, name="北京市"), make_electing_body(term, name="河北省")
    sign_in(client, make_staff(Role.LIAISON, body=own))
    assert "河北省" not in text_of(client.get("/coverage"))
    assert client.get(f"/coverage/electing-bodies/{own.public_id}").status_code == 200
    assert client.get(f"/coverage/electing-bodies/{other.public_id}").status_code == 404
    assert client.get(f"/coverage/electing-bodies/{other.public_id}.xlsx").status_code == 404


def test_a_unit_without_deputies_says_so(office, term):
    assert "当天没有在任代表" in text_of(office.get(f"/coverage/electing-bodies/{make_electing_body(term).public_id}"))


def test_the_workbook_says_what_the_page_says(office, term):
    body = make_electing_body(term)
    mandate = make_mandate(body)
    enter(mandate, kind_of(term.congress))
    name, path = mandate.person.name, f"/coverage/electing-bodies/{body.public_id}.xlsx"
    db.session.remove()
    response = office.get(path)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.data)).get_sheet_by_index(0)
    cells = [cell for row in sheet.to_python() for cell in row]
    assert name in cells
    assert "本届已参训" in cells


def test_statements_are_few_and_do_not_grow_with_rows(office, term):
    body = make_electing_body(term)
    make_mandate(body)
    pages = ["/coverage", f"/coverage/electing-bodies/{body.public_id}"]
    few = [statements_of(office, page) for page in pages]
    laid = lay_out(deputies=300)
    sign_in(office, make_staff(Role.BUSINESS_ADMIN, laid.congress))
    large = db.session.get_one(ElectingBody, laid.body_ids[0]).public_id
    db.session.remove()
    many = [statements_of(office, "/coverage"), statements_of(office, f"/coverage/electing-bodies/{large}")]
    assert many == few
    assert max(many) <= 10
