"""The pages of accounts and roles, as browsers see them."""

from __future__ import annotations

import re

import pytest

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts.models import Account
from lms.people.models import ElectingBody
from tests.people.accounts.browsing import PASSWORD, enter, look, with_password
from tests.support.accounts import id_of, make_deputy, make_grant, sign_in
from tests.support.statements import statements_of


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
