"""The pages of accounts, as browsers see them."""

from __future__ import annotations

import pytest

from lms.core.permissions import Role
from tests.factories import make_congress, make_electing_body, make_term
from tests.support.accounts import make_account, make_deputy, make_staff, sign_in


@pytest.fixture
def house():
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
