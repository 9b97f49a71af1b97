"""The rule of credit hours in the browser: looked at, tried, changed, and kept from deputies."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.credit_hours import queries
from lms.credit_hours.models import CreditHourRule
from lms.credit_hours.operations import FIRST_BANDS, RuleChangedMeanwhile, seed_rule, set_rule
from tests.catalog.factories import make_course, make_reading, make_video
from tests.factories import NOW, make_congress
from tests.support.accounts import actor_of, make_deputy, make_staff, sign_in
from tests.support.append_only import assert_refused

OTHER = {
    "shortest": "0.25",
    "bands-0-bound": "from",
    "bands-0-minutes": "10",
    "bands-0-hours": "0.5",
    "instead_of": "1",
}


@pytest.fixture
def congress(database):
    made = make_congress()
    with transaction() as session:
        seed_rule(session, made, NOW)
    return made


@pytest.fixture
def account(congress):
    return make_staff(Role.ORGANIZER, congress)


@pytest.fixture
def client(app, account):
    browser = app.test_client()
    sign_in(browser, account)
    return browser


@pytest.fixture
def course(congress):
    """12 minutes of reading and a video of 2 minutes and 59 seconds: a second short of 15 minutes."""
    made = make_course(congress_id=congress.id, title="代表法要点")
    make_reading(made, minutes=12)
    make_video(made, seconds=179)
    return made


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def versions(congress):
    return [rule.version for rule in queries.history(db.session(), congress.id)]


def test_the_page_says_what_each_course_is_worth(client, course):
    assert re.search(r"代表法要点 14 分 59 秒 0\.25", text_of(client.get("/credit-hours")))


def test_the_page_offers_four_bands_above_the_lowest(client, course):
    page = client.get("/credit-hours").text
    assert re.findall(r'name="bands-(\d)-minutes"', page) == ["0", "1", "2", "3"]


def test_a_preview_names_what_would_change_and_changes_nothing(client, course, congress):
    page = text_of(client.get("/credit-hours/preview", query_string=OTHER))
    assert re.search(r"代表法要点 14 分 59 秒 0\.25 0\.5", page)
    assert versions(congress) == [1]


def test_a_change_holds_from_now_on_and_what_was_known_stays_known(client, course, congress):
    assert client.post("/credit-hours", data=OTHER).status_code == 303
    assert versions(congress) == [2, 1]
    before = queries.newest(db.session(), congress.id, known_at=NOW)
    assert queries.rule_in(before).bands == FIRST_BANDS
    assert re.search(r"代表法要点 14 分 59 秒 0\.5", text_of(client.get("/credit-hours")))


def test_two_who_change_the_rule_do_not_overwrite_each_other(client, account, congress):
    assert client.post("/credit-hours", data=OTHER).status_code == 303
    assert client.post("/credit-hours", data=OTHER).status_code == 409
    actor = actor_of(account, Role.ORGANIZER, congress_id=congress.id)
    with pytest.raises(RuleChangedMeanwhile):
        set_rule(FIRST_BANDS, instead_of=1, actor=actor, now=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    "slip",
    [
        {"shortest": ""},
        {"shortest": "0.3"},
        {"shortest": "NaN"},
        {"shortest": "-1"},
        {"bands-0-hours": ""},
        {"bands-0-minutes": "viele"},
        {"bands-0-hours": "0.25"},
        {"bands-1-bound": "above", "bands-1-minutes": "10", "bands-1-hours": "2"},
        {"bands-0-bound": "somewhere"},
        {"bands-0-minutes": "99999999999999999999"},
    ],
)
def test_a_slip_is_told_and_nothing_is_changed(client, congress, slip):
    answer = client.post("/credit-hours", data=OTHER | slip)
    assert answer.status_code == 422
    assert "error" in answer.text
    assert client.get("/credit-hours/preview", query_string=OTHER | slip).status_code == 422
    assert versions(congress) == [1]


def test_a_rule_cannot_be_changed_behind_the_back(congress):
    assert db.session.scalars(select(CreditHourRule)).all()
    db.session.remove()
    assert_refused("UPDATE credit_hour_band SET quarters = 9")
    assert_refused("DELETE FROM credit_hour_rule")


def test_deputies_are_shown_no_credit_hours(app, congress, course):
    browser = app.test_client()
    mandate, account = make_deputy()
    sign_in(browser, account)
    other = make_course(congress_id=mandate.congress_id)
    make_reading(other)
    assert browser.get("/credit-hours").status_code == 403
    for address in ("/", "/courses", f"/courses/{other.public_id}", "/record"):
        assert "学时" not in browser.get(address).text
