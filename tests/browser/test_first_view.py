"""The first view of a page, with nothing in the browser's store: at most 150 kB in at most 8 requests (village lines)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.pages import Seen, cookies_of, pages
from tests.support.site import ROLES, client_of

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import BrowserContext, Page

MOST_BYTES = 150_000
MOST_REQUESTS = 8


class Line:
    """What comes over the line while a page is shown for the first time. A video itself is no part of the first view."""

    def __init__(self, page: Page) -> None:
        self._asked: dict[str, str] = {}
        self._bytes = 0
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", self._note_request)
        network.on("Network.loadingFinished", self._note_end)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _note_request(self, told: dict[str, Any]) -> None:
        if told["type"] != "Media" and not told["request"]["url"].startswith("data:"):
            self._asked[told["requestId"]] = told["request"]["url"]

    def _note_end(self, told: dict[str, Any]) -> None:
        if told["requestId"] in self._asked:
            self._bytes += int(told["encodedDataLength"])

    def taken(self) -> tuple[int, list[str]]:
        """Bytes and addresses since the last call."""
        taken = self._bytes, list(self._asked.values())
        self._bytes, self._asked = 0, {}
        return taken


@pytest.mark.usefixtures("laid_site")
def test_the_first_view_of_every_page_is_light(app: Flask, context: BrowserContext, page: Page, base_url: str) -> None:
    line, seen, heavy = Line(page), Seen(), []
    for role in ROLES:
        client = client_of(app, role)
        context.clear_cookies()
        context.add_cookies(cookies_of(client, base_url))
        for address, html in pages(app, client, role):
            if not seen.add(html):
                continue
            page.goto(base_url + address)
            weight, asked = line.taken()
            if weight > MOST_BYTES or len(asked) > MOST_REQUESTS:
                heavy.append(f"{address}: {weight} bytes in {len(asked)} requests: {asked}")
    assert not heavy, "\n".join(heavy)
