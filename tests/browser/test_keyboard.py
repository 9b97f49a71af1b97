"""The keyboard alone: every stop on the way can be seen, nothing holds the focus fast, and the main jobs can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lms.demo.words import words
from tests.browser.scenes import name_of, open_study_session, seats_held
from tests.browser.ways import WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Come
    from tests.browser.ways import Way

pytestmark = pytest.mark.usefixtures("laid_site")

MOST_STOPS = 200

# Where the focus is: what it says, whether its ring shows, and whether something else lies over it (WCAG 2.4.7, 2.4.11).
_STOP = """
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const ring = getComputedStyle(at);
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
  const isOn = ([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return Boolean(top) && (at.contains(top) || top.contains(at) || (at.labels || []).length > 0 && at.labels[0].contains(top));
  };
  return {
    words: (at.getAttribute('aria-label') || at.innerText || at.name || at.tagName).trim().split('\\n')[0],
    around: (at.closest('li') || at).innerText,
    // The button inside a field of days has the focus itself, and the browser's own ring.
    ringed: !at.matches(':focus') || (ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2),
    covered: !points.some(isOn),
  };
}
"""


@dataclass(frozen=True)
class Stop:
    """A place where the focus rests: what it says, and the item of a list that it belongs to."""

    words: str
    around: str
    ringed: bool
    covered: bool


def stops(page: Page) -> Iterator[Stop]:
    """Press Tab, again and again, until the focus leaves the page at its end."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(_STOP)
        if found is None:
            return
        yield Stop(**found)
    raise AssertionError("the focus never leaves the page")


def tab_to(page: Page, words: str, *, around: str = "") -> None:
    """Go on until the focus is on what says these words, from the end of the page once more to its beginning."""
    for _ in range(2):
        for stop in stops(page):
            if stop.words == words and around in stop.around:
                return
    raise AssertionError(f"{words}: no stop on the way")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize(
    ("username", "noun"),
    [("deputy", "首页"), ("deputy", "课程"), ("liaison", "学习班"), ("business", "代表"), ("business", "报表")],
)
def test_every_stop_of_the_focus_is_seen_and_none_holds_it(way: Way, username: str, noun: str, come: Come) -> None:
    reader = come(way)
    reader.enter(username)
    reader.open(noun)
    reader.page.wait_for_load_state()
    passed = list(stops(reader.page))
    assert passed[0].words == "跳到正文"
    assert [stop for stop in passed if not stop.ringed or stop.covered] == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_liaison_recommends_without_a_mouse(way: Way, come: Come) -> None:
    open_study_session("第8期专题学习班", places=50)
    liaison = come(way)
    page = liaison.page
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("liaison")
    page.keyboard.press("Tab")
    page.keyboard.type(words("people")["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("六位动态码")).to_be_visible()
    tab_to(page, "code")
    page.keyboard.type(liaison.code())
    page.keyboard.press("Enter")
    liaison.sees("年工作台")
    tab_to(page, "更多" if way.width < 1000 else name_of("liaison"))
    page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="退出登录").filter(visible=True)
    expect(leave).to_have_count(1)
    page.keyboard.press("Escape")
    expect(leave).to_have_count(0)
    for around in ("第8期专题学习班", ""):
        tab_to(page, "推荐", around=around)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    liaison.sees("已使用 1 个名额")
    assert seats_held("第8期专题学习班") == 1
