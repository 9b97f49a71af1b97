"""The pages of the site: where each is, who comes to it, and what a browser complains of while it shows one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lms.core.database import db
from tests.architecture.samples import arguments
from tests.architecture.table import MAY, TABLE, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import ConsoleMessage, Page, Request

    from tests.support.http import HouseClient

# They answer with an error's status by design, so the matrix does not count them as opened.
ERRORS = tuple(f"/styleguide/errors/{status}" for status in (400, 401, 403, 404, 405, 409, 413, 429, 500))
PREFERENCES = ("elder", "language")


def pages(app: Flask, client: HouseClient, role: str) -> Iterator[tuple[str, str]]:
    """Address and HTML of each page that a role may open, on the samples of the matrix; files and data are none."""
    table = parse(TABLE)[role]
    with app.test_request_context():
        found = [
            app.url_map.bind("localhost").build(rule.endpoint, arguments(rule))
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and table[f"GET {rule.endpoint}"] == MAY
        ]
    db.session.remove()
    for address in [*sorted(found), *ERRORS]:
        with client.get(address) as response:
            is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
            html = response.text if is_page else ""
        db.session.remove()
        if is_page:
            yield address, html


def cookies_of(client: HouseClient, base_url: str) -> list[dict[str, str]]:
    """What makes a browser the visitor that a test client is."""
    return [
        {"name": name, "value": cookie.value, "url": base_url}
        for name in ("login", *PREFERENCES)
        if (cookie := client.get_cookie(name)) is not None
    ]


class Trouble:
    """What a browser complains of: errors in the console, refusals of the policy, and any host but ours."""

    def __init__(self, page: Page, base_url: str) -> None:
        self._found: list[str] = []
        self._page, self._base_url = page, base_url
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self._found.append(f"script: {error}"))
        page.on("request", self._note_request)

    def _note_message(self, message: ConsoleMessage) -> None:
        # A page that tells of a refusal is itself the answer with that status, and the browser says so.
        url = message.location.get("url", "")
        is_meant = "/styleguide/errors/" in url or (url == self._page.url and "status of 4" in message.text)
        if message.type in ("error", "warning") and not is_meant:
            self._found.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self._base_url, "data:", "blob:")):
            self._found.append(f"asks {request.url}")

    def taken(self) -> list[str]:
        """What was found since the last call."""
        found, self._found = self._found, []
        return found


class Seen:
    """Knows which pages were looked at: many roles are shown the very same main part in a frame that is known, too."""

    # What differs between two answers with the same page: tokens, and what the frame says of where it is.
    NOISE = re.compile(
        r'[\w-]{40,}\.[\w-]{6}\.[\w-]{20,}|name="back" value="[^"]*"| aria-current="page"|<title>.*?</title>|<script.*?</script>'
    )
    MAIN = re.compile(r"<main.*</main>", re.DOTALL)

    def __init__(self) -> None:
        self._parts: set[str] = set()

    def add(self, html: str) -> bool:
        """Whether any part of this page is new."""
        html = self.NOISE.sub("", html)
        parts = {self.MAIN.sub("", html), *self.MAIN.findall(html)}
        is_new = not parts <= self._parts
        self._parts |= parts
        return is_new
