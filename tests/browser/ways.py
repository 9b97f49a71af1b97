"""The ways in which a person comes to the site, and what people do on every page: sign in, press, read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
from playwright.sync_api import expect
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.demo.words import words
from lms.people.accounts.models import Account
from tests.browser.axe import AXE, EVERYTHING, small_targets, too_wide, violations
from tests.browser.pages import Trouble
from tests.support.accounts import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page


@dataclass(frozen=True)
class Way:
    """A screen and a mode."""

    name: str
    width: int
    elder: bool = False


WIDE, PHONE = Way("wide", 1280), Way("phone", 390)
ELDER = Way("elder", 390, elder=True)
WAYS = (WIDE, PHONE, ELDER)


class Walker:
    """Somebody at a browser."""

    def __init__(self, browser: Browser, base_url: str, way: Way, *, scripts: bool = True) -> None:
        self.base_url, self.way = base_url, way
        self.context: BrowserContext = browser.new_context(
            base_url=base_url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": way.width, "height": 844},
            java_script_enabled=scripts,
        )
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(path=AXE)
        if way.elder:
            self.set_cookie("elder", "1")
        self.page: Page = self.context.new_page()
        self.trouble = Trouble(self.page, base_url)

    def enter(self, username: str) -> None:
        """Come in without the form, where signing in is not what the walk is about."""
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        sign_in(self, account)
        db.session.remove()
        self.page.goto("/")

    def set_cookie(self, name: str, value: str) -> None:
        """Take a cookie, as a test client does."""
        self.context.add_cookies([{"name": name, "value": value, "url": self.base_url}])

    def sign_in(self, username: str, *, is_staff: bool = False) -> None:
        """By the form, with the password of the demonstration; staff by their second factor, too."""
        said = words("people")
        self.page.goto("/sign-in")
        self.fill("手机号", username)
        self.fill("密码", said["password"])
        self.press("登录")
        if is_staff:
            self.fill("六位动态码", self.code())
            self.press("下一步")
        self.sees("年工作台" if is_staff else "代表，您好")

    def code(self) -> str:
        """What the authenticator of the demonstration's staff shows now."""
        return pyotp.TOTP(words("people")["totp_secret"]).at(clock.now())

    def open(self, noun: str) -> None:
        """Follow the navigation: at the left on a wide screen, at the bottom or under "More" on a phone."""
        links = self.page.get_by_role("navigation").get_by_role("link", name=noun, exact=True).filter(visible=True)
        if not links.count():
            self.page.locator("nav.tabs summary").click()
        links.first.click()

    def sign_out(self) -> None:
        """By the button under one's own name, or on a phone under "More"."""
        leave = self.page.get_by_role("button", name="退出登录", exact=True).filter(visible=True)
        if not leave.count():
            self.page.locator(".menu summary, nav.tabs summary").filter(visible=True).first.click()
        leave.first.click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press a button, or follow a link that looks like one."""
        place = within or self.page.locator("#main")
        button = place.get_by_role("button", name=name, exact=True)
        button.or_(place.get_by_role("link", name=name, exact=True)).first.click()

    def saves_considering(self) -> None:
        """Save, and again with every warning ticked, if there are any: which there are depends on the day."""
        self.press("保存")
        self.page.wait_for_load_state()
        warnings = self.page.locator("input[name=considered]")
        if warnings.count():
            for each in warnings.all():
                each.check()
            self.press("保存")

    def row(self, words: str) -> Locator:
        """An item of a list."""
        return self.page.locator("#main li.rows__item", has_text=words)

    def sees(self, words: str) -> None:
        """Wait until something is on the page."""
        expect(self.page.locator("#main").get_by_text(words).first).to_be_visible()

    def finds_page_fit(self) -> None:
        """The page as it stands now has no fault."""
        faults = [*violations(self.page, EVERYTHING), *small_targets(self.page, elder=self.way.elder)]
        faults += too_wide(self.page)
        assert not faults, f"{self.page.url}: " + "\n".join(faults)

    def leave(self) -> None:
        """Close the browser; it must have had nothing to complain of."""
        self.context.close()
        assert self.trouble.taken() == []
