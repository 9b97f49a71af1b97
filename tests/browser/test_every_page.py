"""Every page as every role that may open it: axe-core, sideways scroll and targets, at three widths, in both modes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.core.database import db
from tests.architecture.samples import arguments
from tests.architecture.table import MAY, TABLE, parse
from tests.browser.axe import scrolls_sideways, small_targets, violations
from tests.support.site import ROLES, client_of

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import BrowserContext, Page

WIDTHS = (1280, 390, 320)
# They answer with a file or with data, or lead elsewhere.
NO_PAGES = frozenset(
    {
        "static",
        "assets.stylesheet",
        "catalog.media",
        "health.healthz",
        "imports.rejects",
        "imports.template",
        "jobs.result",
        "audit.export",
        "reports.download",
        "study_sessions.list_workbook",
        "study_sessions.list_pdf",
    }
)


def addresses(app: Flask, role: str) -> list[str]:
    """The pages that a role may open, on the samples of the matrix."""
    table, found = parse(TABLE)[role], []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES and table[f"GET {rule.endpoint}"] == MAY:
                found.append(app.url_map.bind("localhost").build(rule.endpoint, arguments(rule)))
    db.session.remove()
    return sorted(set(found))


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("laid_site")
def test_every_page_is_fit_for_everyone(
    role: str, elder: bool, app: Flask, context: BrowserContext, page: Page, base_url: str
) -> None:
    faults: list[str] = []
    visit_as(context, app, role, base_url, elder=elder)
    for address in addresses(app, role):
        response = page.goto(base_url + address)
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        assert response.status < 400, address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{address} at {width}"
            faults += [f"{where}: {fault}" for fault in violations(page)]
            faults += [f"{where}: target {fault}" for fault in small_targets(page, elder=elder)]
            if scrolls_sideways(page):
                faults.append(f"{where}: scrolls sideways")
    assert faults == []


def visit_as(context: BrowserContext, app: Flask, role: str, base_url: str, *, elder: bool) -> None:
    """Give a browser the cookies of a visitor of this kind."""
    client = client_of(app, role)
    db.session.remove()
    cookies = [{"name": "elder", "value": "1", "url": base_url}] if elder else []
    login = client.get_cookie("login")
    if login is not None:
        cookies.append({"name": "login", "value": login.value, "url": base_url})
    context.add_cookies(cookies)  # type: ignore[arg-type]  # Playwright's own dictionary of a cookie.
