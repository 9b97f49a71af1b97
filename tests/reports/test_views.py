import re

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core import settings as process
from lms.core.database import db
from lms.core.jobs import JobRun, run_pending
from lms.core.permissions import Role
from tests.factories import make_electing_body, make_mandate, make_term
from tests.reports.cast import LATER, enter, kind_of, lay_out
from tests.support.accounts import make_deputy, make_staff, sign_in
from tests.support.statements import statements_of


@pytest.fixture
def term(client, settings, store):
    process.use(settings)
    with clock.frozen_at(LATER):
        term = make_term()
        yield term


@pytest.fixture
def office(client, term):
    sign_in(client, make_staff(Role.BUSINESS_ADMIN, term.congress))
    return client


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def test_the_page_shows_the_figures_of_today_by_unit(office, term):
    body = make_electing_body(term, name="北京市")
    enter(make_mandate(body), kind_of(term.congress))
    page = text_of(office.get("/reports"))
    assert "北京市 1 1 1 100.0%" in page
    assert "截至日期：2027年1月1日" in page


def test_the_two_times_come_from_the_address(office, term):
    enter(make_mandate(make_electing_body(term)), kind_of(term.congress))
    page = text_of(office.get("/reports?as_at=2026-01-01&known_at=2026-02-03T04:05:06"))
    assert "1 1 0 0.0%" in page
    assert "北京时间2026年2月3日 04:05:06" in page


@pytest.mark.parametrize(
    "query",
    [
        "as_at=x",
        "as_at=",
        "as_at=0001-01-01",
        "as_at=9999-12-31",
        "as_at=1999-01-01",
        "known_at=0001-01-01T00:00",
        "known_at=9999-12-31T23:59",
        "known_at=x",
        "known_at=2029-01-01T00:00",
    ],
)
def test_a_bad_time_is_told_beside_its_field(office, query):
    response = office.get(f"/reports?{query}")
    assert response.status_code == 422
    assert "field__error" in response.get_data(as_text=True)


def test_the_evaluation_office_reads_the_figures_but_makes_no_file(client, term):
    sign_in(client, make_staff(Role.EVALUATION_OFFICE, term.congress))
    page = client.get("/reports")
    assert page.status_code == 200
    assert "exports/new" not in page.get_data(as_text=True)
    assert client.get("/reports/exports/new").status_code == 403
    assert client.post("/reports/exports", data={"as_at": "2026-06-30", "format": "xlsx"}).status_code == 403


@pytest.mark.parametrize("role", [Role.LIAISON, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_others_read_no_reports(client, term, role):
    body = make_electing_body(term) if role is Role.LIAISON else None
    sign_in(client, make_staff(role, term.congress, body))
    assert client.get("/reports").status_code == 403


def test_deputies_read_no_reports(client, term):
    _mandate, account = make_deputy(make_electing_body(term))
    sign_in(client, account)
    assert client.get("/reports").status_code == 403


def test_a_file_is_asked_for_made_and_fetched(office, term):
    make_mandate(make_electing_body(term))
    answer = office.post("/reports/exports", data={"as_at": "2026-06-30", "known_at": "", "format": "csv"})
    assert answer.status_code == 303
    run_pending(now=LATER)
    assert "已完成" in text_of(office.get("/reports"))
    with office.get(answer.headers["Location"] + "/result") as got:
        assert got.data.startswith(b"\xef\xbb\xbf")
        assert "filename*=UTF-8''" in got.headers["Content-Disposition"]


def test_the_form_keeps_what_was_typed(office):
    response = office.post("/reports/exports", data={"as_at": "2029-13-01", "format": "doc"})
    assert response.status_code == 422
    assert "2029-13-01" in response.get_data(as_text=True)
    assert db.session.scalars(select(JobRun)).all() == []


def test_statements_are_few_and_do_not_grow_with_rows(office, term):
    make_mandate(make_electing_body(term))
    few = statements_of(office, "/reports")
    laid = lay_out(deputies=300)
    sign_in(office, make_staff(Role.BUSINESS_ADMIN, laid.congress))
    assert statements_of(office, "/reports") == few <= 10
