"""The pages of signing in, as browsers see them."""

from __future__ import annotations

import re

import pyotp
import pytest

from tests.factories import make_congress, make_electing_body, make_mandate, make_term
from tests.people.accounts.browsing import PASSWORD, enter, look, with_password
from tests.support.accounts import sign_in


def test_a_deputy_signs_in_and_goes_where_they_wanted_to_go(client, house):
    name = with_password(house["deputy"][1])
    assert look(client, "/record").headers["Location"] == "/sign-in?next=/record"

    answer = enter(client, name, next="/record")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/record")
    assert client.get("/record").status_code == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(client, house):
    name = with_password(house["deputy"][1])

    cookie = next(each for each in enter(client, name).headers.getlist("Set-Cookie") if each.startswith("login="))

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\r\nX: y", "x"]
)
def test_signing_in_never_leads_to_another_site(client, house, wanted):
    answer = enter(client, with_password(house["deputy"][1]), next=wanted)

    assert answer.headers["Location"] == "/"


def test_a_wrong_password_keeps_the_name_and_says_nothing_more(client, house):
    known = enter(client, with_password(house["deputy"][1]), "Wrong-1234")
    unknown = enter(client, "nobody", "Wrong-1234")

    assert known.status_code == unknown.status_code == 422
    assert 'value="nobody"' in unknown.text
    assert "Wrong-1234" not in known.text
    words = re.compile(r"<ul>.*?</ul>", re.DOTALL)
    assert words.search(known.text)[0] == words.search(unknown.text)[0]


def test_a_locked_account_is_told_when_it_opens(client, house):
    name = with_password(house["deputy"][1])
    for _ in range(5):
        enter(client, name, "Wrong-1234")

    answer = enter(client, name)

    assert answer.status_code == 429
    assert re.search(r"\d\d:\d\d:\d\d", answer.text)


@pytest.mark.parametrize("data", [{}, {"name": "x" * 129, "password": "y"}, {"name": "x", "password": "y" * 257}])
def test_a_form_that_is_not_filled_in_is_told(client, database, data):
    assert client.post("/sign-in", data=data).status_code == 422


def test_without_the_token_of_the_page_nothing_is_accepted(client, house):
    name = with_password(house["deputy"][1])

    answer = client.post("/sign-in", data={"name": name, "password": PASSWORD}, csrf=False)

    assert answer.status_code == 400


def test_signing_out_ends_it(client, house):
    sign_in(client, house["deputy"][1])

    answer = client.post("/sign-out")

    assert answer.headers["Location"] == "/sign-in"
    assert look(client, "/record").status_code == 303


def test_staff_set_up_their_second_step_and_see_the_recovery_codes_once(client, house):
    account = house["system"]
    answer = enter(client, with_password(account), next="/accounts")
    step = answer.headers["Location"]
    assert step == "/sign-in/second-factor?next=/accounts"
    assert look(client, "/accounts").status_code == 303

    page = client.get(step).text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert "data:image/svg" in page
    shown = client.post("/sign-in/second-factor", data={"code": pyotp.TOTP(secret).now(), "next": "/accounts"})

    assert len(re.findall(r"<code>[a-z0-9]{5}-[a-z0-9]{5}</code>", shown.text)) == 10
    assert client.get("/accounts").status_code == 200
    assert client.get(step).headers["Location"] == "/sign-in"


def test_a_step_that_was_not_begun_leads_back_to_the_first(client, database):
    assert client.get("/sign-in/second-factor").headers["Location"] == "/sign-in"
    assert client.post("/sign-in/second-factor", data={"code": "1"}).headers["Location"] == "/sign-in"
    assert client.get("/sign-in/congress").headers["Location"] == "/sign-in"


def test_who_has_two_congresses_chooses_and_can_change(client, house):
    mandate, account = house["deputy"]
    second = make_congress()
    make_mandate(make_electing_body(make_term(second)), mandate.person)
    second_id, name = str(second.public_id), second.name

    step = enter(client, with_password(account), next="/record").headers["Location"]
    assert step == "/sign-in/congress?next=/record"
    assert name in client.get(step).text
    chosen = client.post("/sign-in/congress", data={"congress": second_id, "next": "/record"})

    assert chosen.headers["Location"] == "/record"
    assert name in client.get("/my-account").text


@pytest.mark.parametrize("congress", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_congress_that_is_none_of_theirs_is_told(client, house, congress):
    sign_in(client, house["deputy"][1])

    assert client.post("/sign-in/congress", data={"congress": congress}).status_code == 422


def test_the_first_use_goes_from_a_slip_to_the_record(client, app, house):
    mandate, account = house["deputy"]
    name, username = mandate.person.name, account.username
    sign_in(client, house["liaison"])
    slips = client.post("/deputy-accounts/slips").text
    code = re.search(r"(\d{4}) (\d{4})", slips[slips.index(name) :])
    browser = app.test_client()

    weak = {"name": username, "code": code[0], "password": "Woaini1314!", "again": "Woaini1314!"}
    refused = browser.post("/activation", data=weak)
    assert refused.status_code == 422
    assert "woaini" in refused.text

    strong = weak | {"password": PASSWORD, "again": PASSWORD}
    assert browser.post("/activation", data=strong | {"again": "Other-1234!"}).status_code == 422
    assert browser.post("/activation", data=strong).headers["Location"] == "/sign-in"
    assert enter(browser, username).status_code == 303
    assert browser.get("/record").status_code == 200


def test_asking_for_a_code_is_answered_alike_for_everybody(client, database):
    answer = client.post("/access-code", data={"name": "13800000000"})

    assert answer.headers["Location"] == "/activation"
