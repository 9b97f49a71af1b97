"""Browsers that are signed in to the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from lms.core.database import db
from lms.people.accounts.models import Account
from lms.people.models import Congress
from tests.support.accounts import sign_in
from tests.support.http import HouseClient

if TYPE_CHECKING:
    from flask import Flask


def congress_id() -> int:
    """The demonstration's National People's Congress."""
    return db.session.scalars(select(Congress.id).where(Congress.code == "npc")).one()


def browser(app: Flask, username: str) -> tuple[HouseClient, dict[str, str]]:
    """A signed-in browser, and the headers with which what it sends passes the CSRF check."""
    app.test_client_class = HouseClient
    client = app.test_client()
    assert isinstance(client, HouseClient)
    account = db.session.scalars(select(Account).where(Account.username == username)).one()
    sign_in(client, account, congress_id=congress_id())
    with app.test_request_context():
        token = generate_csrf()
        raw = cookie["csrf_token"]
    with client.session_transaction() as own:
        own["csrf_token"] = raw
    return client, {"X-CSRFToken": token}
