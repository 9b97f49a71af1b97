"""The matrix as text: a line for each route, a column for each role.
When a route is added the test says which line is missing; read what it lets in before you write it down.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lms.core.database import db
from tests.architecture.samples import arguments
from tests.support.site import ROLES, client_of

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.support.databases import Databases

TABLE = Path(__file__).parent / "matrix.txt"
MAY, REFUSED, HIDDEN, SIGN_IN = "+", "-", "?", ">"


def cells(app: Flask, databases: Databases, role: str) -> dict[str, str]:
    """What becomes of one role at every route, each tried on a database that nobody has changed since the sign-in."""
    found: dict[str, str] = {}
    login, commits = None, -1
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.endpoint):
        for method in sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}):
            if databases.commits != commits:
                databases.fresh()
                login = client_of(app, role).get_cookie("login")
                commits = databases.commits
            client = app.test_client()
            if login is not None:
                client.set_cookie("login", login.value)
            with app.test_request_context():
                path = app.url_map.bind("localhost").build(rule.endpoint, arguments(rule))
            db.session.remove()
            with client.open(path, method=method) as response:
                found[f"{method} {rule.endpoint}"] = _cell(response, f"{method} {path}")
    return found


def parse(table: Path) -> dict[str, dict[str, str]]:
    """The table by role and route."""
    parsed: dict[str, dict[str, str]] = {role: {} for role in ROLES}
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            signs, route = line.split("  ", 1)
            for role, sign in zip(ROLES, signs, strict=True):
                parsed[role][route.strip()] = sign
    return parsed


def _cell(response: TestResponse, asked: str) -> str:
    if response.status_code == 401 or "/sign-in" in (response.location or ""):
        return SIGN_IN
    if response.status_code == 403:
        return REFUSED
    if response.status_code == 404:
        return HIDDEN
    # /healthz honestly says 503 here: no worker runs.
    assert response.status_code < 500 or asked == "GET /healthz", f"{asked}: {response.status_code}"
    return MAY
