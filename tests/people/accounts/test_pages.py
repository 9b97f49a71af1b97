"""The pages of accounts, as browsers see them."""

from __future__ import annotations

import re

import pyotp
import pytest
from sqlalchemy import event

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts import hashing
from lms.people.accounts.models import Account
from lms.people.models import ElectingBody
from tests.factories import make_congress, make_electing_body, make_mandate, make_term
from tests.support.accounts import id_of, make_deputy, make_grant, make_staff, sign_in

PASSWORD = "Kt7#mqRz-quiet"
HASH = hashing.hash_password(PASSWORD)


@pytest.fixture
def house(client):
    """A congress with its posts, a liaison of one unit, a deputy of it and one of another unit."""
    congress = make_congress()
    term = make_term(congress)
    body, other = make_electing_body(term), make_electing_body(term)
    return {
        "congress": congress,
        "body": body,
        "deputy": make_deputy(body),
        "stranger": make_deputy(other),
        "liaison": make_staff(Role.LIAISON, body=body),
        "system": make_staff(Role.SYSTEM_ADMIN, congress),
        "security": make_staff(Role.SECURITY_ADMIN, congress),
        "auditor": make_staff(Role.AUDITOR, congress),
    }


@pytest.mark.parametrize("path", ["/sign-in", "/access-code", "/activation"])
def test_everybody_can_open_the_pages_of_signing_in(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("deputy", "/my-account"),
        ("deputy", "/my-account/password"),
        ("liaison", "/my-account/second-factor"),
        ("liaison", "/deputy-accounts"),
        ("liaison", "/deputy-accounts?waiting=yes"),
        ("liaison", "/deputy-accounts/{deputy}/new-code"),
        ("liaison", "/deputies/{deputy}/acting-for"),
        ("system", "/accounts"),
        ("system", "/accounts?kind=all&q=王"),
        ("system", "/accounts?kind=x&q=%25&page=x"),
        ("system", "/accounts/new"),
        ("system", "/accounts/{account}"),
        ("system", "/accounts/{account}/role-proposal"),
        ("security", "/accounts/{account}"),
        ("security", "/role-proposals"),
        ("auditor", "/audit"),
    ],
)
def test_who_may_open_a_page_sees_it(client, house, who, path):
    mandate, account = house["deputy"]
    sign_in(client, account if who == "deputy" else house[who])

    answer = client.get(path.format(deputy=mandate.person.public_id, account=account.public_id))

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("deputy", "/deputy-accounts"),
        ("deputy", "/accounts"),
        ("liaison", "/accounts"),
        ("liaison", "/role-proposals"),
        ("auditor", "/accounts"),
        ("security", "/accounts/new"),
        ("security", "/accounts/{account}/role-proposal"),
        ("system", "/audit"),
        ("system", "/deputies/{deputy}/acting-for"),
    ],
)
def test_who_may_not_open_a_page_is_refused(client, house, who, path):
    mandate, account = house["deputy"]
    sign_in(client, account if who == "deputy" else house[who])

    answer = client.get(path.format(deputy=mandate.person.public_id, account=account.public_id))

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/deputy-accounts/{0}/new-code", "/deputies/{0}/acting-for"])
def test_another_units_deputy_is_not_found(client, house, path):
    stranger, _ = house["stranger"]
    path = path.format(stranger.person.public_id)
    sign_in(client, house["liaison"])

    assert client.get(path).status_code == 404


def look(client, path):
    """Open a page as a browser does, which says that it wants HTML."""
    return client.get(path, headers={"Accept": "text/html"})


def enter(client, name, password=PASSWORD, **given):
    return client.post("/sign-in", data={"name": name, "password": password, **given})


def with_password(account):
    with transaction() as session:
        session.get_one(Account, id_of(account)).password_hash = HASH
    return account.username


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


def test_a_role_goes_from_proposal_to_use(client, app, house):
    security = app.test_client()
    sign_in(client, house["system"])
    sign_in(security, house["security"])
    slip = client.post("/accounts/new", data={"name": "李明", "username": "li.ming"})
    assert slip.status_code == 200
    with transaction() as session:
        account = session.query(Account).where(Account.username == "li.ming").one()
        path, body = (
            f"/accounts/{account.public_id}",
            str(session.get_one(ElectingBody, id_of(house["body"])).public_id),
        )

    refused = client.post(f"{path}/role-proposal", data={"role": "liaison", "body": ""})
    assert refused.status_code == 422
    assert client.post(f"{path}/role-proposal", data={"role": "liaison", "body": body}).status_code == 303
    waiting = security.get("/role-proposals").text
    grant = re.search(r'action="(/role-proposals/[^"]+/grant)"', waiting)[1]
    assert client.post(grant).status_code == 403
    assert security.post(grant).status_code == 303

    ends = re.search(r'action="(/role-grants/[^"]+/end)"', security.get(path).text)[1]
    assert security.post(ends).headers["Location"] == path
    assert client.post(f"{path}/closure").status_code == 303
    assert client.post(f"{path}/reopening").status_code == 303


@pytest.mark.parametrize("data", [{}, {"role": "deputy"}, {"role": "x"}, {"role": "liaison", "body": "x"}])
def test_a_proposal_that_makes_no_sense_is_told(client, house, data):
    sign_in(client, house["system"])

    answer = client.post(f"/accounts/{house['deputy'][1].public_id}/role-proposal", data=data)

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "data", [{}, {"name": "李明"}, {"name": "李明", "username": "1"}, {"name": "", "username": "abc"}]
)
def test_an_account_that_makes_no_sense_is_not_opened(client, house, data):
    sign_in(client, house["system"])

    assert client.post("/accounts/new", data=data).status_code == 422


def test_the_password_is_changed_on_the_own_page(client, app, house):
    account = house["deputy"][1]
    name = with_password(account)
    other = app.test_client()
    enter(other, name)
    enter(client, name)
    new = {"password": "Shan7Shui!Tian", "again": "Shan7Shui!Tian"}

    assert client.post("/my-account/password", data={"present": "Wrong-1234", **new}).status_code == 422
    assert client.post("/my-account/password", data={"present": PASSWORD, **new}).status_code == 303

    assert client.get("/my-account").status_code == 200
    assert look(other, "/my-account").status_code == 303
    assert enter(app.test_client(), name, "Shan7Shui!Tian").status_code == 303


def test_another_browser_is_signed_out_from_here(client, app, house):
    other = app.test_client()
    sign_in(other, house["deputy"][1])
    sign_in(client, house["deputy"][1])
    page = client.get("/my-account").text

    assert client.post(re.search(r'action="(/my-account/logins/[^"]+/end)"', page)[1]).status_code == 303

    assert look(other, "/my-account").status_code == 303
    assert client.post("/my-account/logins/end-others").status_code == 303
    assert client.get("/my-account").status_code == 200


def test_acting_for_a_deputy_begins_and_ends_with_a_button(client, house):
    mandate, _ = house["deputy"]
    name, path = mandate.person.name, f"/deputies/{mandate.person.public_id}/acting-for"
    sign_in(client, house["liaison"])

    assert client.post(path, data={"reason": " "}).status_code == 422
    assert client.post(path, data={"reason": "代为查看档案"}).headers["Location"] == "/"
    assert name in client.get("/record").text
    assert client.post("/acting-for/end").status_code == 303
    assert client.get("/record").status_code == 403


def test_the_deputy_reads_who_acted_and_why(client, house):
    mandate, account = house["deputy"]
    path = f"/deputies/{mandate.person.public_id}/acting-for"
    sign_in(client, house["liaison"])
    client.post(path, data={"reason": "代为查看档案"})
    sign_in(client, account)

    assert "代为查看档案" in client.get("/my-account").text


@pytest.mark.parametrize("path", ["/accounts", "/deputy-accounts", "/role-proposals"])
def test_a_list_takes_as_many_statements_for_twelve_more(client, house, path):
    sign_in(client, house["liaison" if path == "/deputy-accounts" else "system"])
    few = statements_of(client, path)
    body = db.session.get_one(ElectingBody, id_of(house["body"]))
    for _ in range(12):
        _, account = make_deputy(body)
        make_grant(account, Role.ORGANIZER, body.congress_id)

    assert statements_of(client, path) == few


def statements_of(client, path):
    counted = []

    def count(*args):
        counted.append(args[2])

    event.listen(db.engine, "before_cursor_execute", count)
    assert client.get(path).status_code == 200
    event.remove(db.engine, "before_cursor_execute", count)
    return len([each for each in counted if each.startswith("SELECT")])
