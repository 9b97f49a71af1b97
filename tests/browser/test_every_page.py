"""Every page as every role that may open it: axe-core, sideways scroll and targets, at three widths, in every mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.axe import AXE, CONTRAST, small_targets, too_wide, violations
from tests.browser.pages import Seen, Trouble, cookies_of, pages
from tests.support.site import ROLES, client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import BrowserContext, Page


@dataclass(frozen=True)
class Mode:
    """How a reader reads."""

    name: str
    width: int
    elder: bool = False
    language: str = "zh_Hans_CN"
    scheme: Literal["light", "dark"] = "light"

    @property
    def cookies(self) -> dict[str, str]:
        return {"elder": "1" if self.elder else "0", "language": self.language}

    def faults(self, page: Page) -> Iterator[str]:
        """What is wrong with a page at its width. In the dark only the colours are others."""
        if self.scheme == "dark":
            yield from violations(page, CONTRAST)
            return
        yield from violations(page)
        yield from (f"small target {target}" for target in small_targets(page, elder=self.elder))
        yield from too_wide(page)


# Each mode at each width is a test of its own, so that they can be walked side by side. English words are longer than
# Chinese ones, so a phone is where they show.
MODES = (
    Mode("standard", 1280),
    Mode("standard", 390),
    Mode("standard", 320),
    Mode("elder", 1280, elder=True),
    Mode("elder", 390, elder=True),
    Mode("elder", 320, elder=True),
    Mode("english", 320, language="en"),
    Mode("dark", 390, scheme="dark"),
)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: f"{mode.name}-{mode.width}")
@pytest.mark.usefixtures("laid_site")
def test_every_page_is_fit_for_everyone(
    mode: Mode, app: Flask, context: BrowserContext, page: Page, base_url: str
) -> None:
    faults: list[str] = []
    trouble, seen = Trouble(page, base_url), Seen()
    context.add_init_script(path=AXE)
    page.emulate_media(color_scheme=mode.scheme)
    page.set_viewport_size({"width": mode.width, "height": 900})
    for role in ROLES:
        client = client_of(app, role)
        for name, value in mode.cookies.items():
            client.set_cookie(name, value)
        context.clear_cookies()
        context.add_cookies(cookies_of(client, base_url))
        for address, html in pages(app, client, role):
            if not seen.add(html):
                continue
            page.goto(base_url + address)
            faults += [f"{role}: {address}: {fault}" for fault in (*mode.faults(page), *trouble.taken())]
    assert not faults, "\n".join(faults)
