"""The cookie is opened only by those who look, and written only when it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import session

from lms.web import cookie_session
from tests.factories import make_congress

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.http import HouseClient

pytestmark = pytest.mark.usefixtures("database")


def test_what_nobody_looks_at_is_neither_read_nor_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    interface = cookie_session.LazyCookieSessions()
    monkeypatch.setattr(interface, "get_signing_serializer", lambda _app: read.append("opened"))
    monkeypatch.setattr(app, "session_interface", interface)
    with app.test_client().get("/static/js/app.js") as response:
        assert "Set-Cookie" not in response.headers
    assert read == []


def test_what_is_kept_comes_back_and_what_is_taken_away_is_gone(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["a"], kept["b"] = 1, 2
    with client.session_transaction() as kept:
        assert dict(kept) == {"a": 1, "b": 2}
        del kept["a"]
    with client.session_transaction() as kept:
        assert dict(kept) == {"b": 2}
        kept.clear()
    assert client.get_cookie("lms") is None


@pytest.mark.parametrize("forged", ["nonsense", "eyJhIjoxfQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"])
def test_a_cookie_that_is_not_ours_is_empty(app: Flask, forged: str) -> None:
    with app.test_request_context(headers={"Cookie": f"lms={forged}"}):
        assert dict(session) == {}


def test_a_page_that_looked_varies_with_the_cookie(client: HouseClient) -> None:
    make_congress()
    assert "Cookie" in client.get("/sign-in").headers.get("Vary", "")
