"""The checkers themselves: each finds the fault that was planted for it, and nothing on a page that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import AXE, small_targets, too_wide, violations
from tests.browser.pages import Trouble

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIT = (
    "<!doctype html><html lang='zh'><head><title>学习</title></head><body><main><h1>学习</h1>"
    "<p>请看<a href='/'>课程</a>。</p>{}</main></body></html>"
)
TALL = "<style>button {{ width: {0}px; height: {0}px }}</style><button>好</button>"


@pytest.fixture
def shown(page: Page) -> Page:
    page.add_init_script(path=AXE)
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto("about:blank")
    return page


def test_a_fit_page_has_no_fault(shown: Page) -> None:
    shown.set_content(FIT.format(TALL.format(60)))
    assert [*violations(shown), *small_targets(shown, elder=True), *too_wide(shown)] == []


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color: #999'>看不清</p>", "color-contrast"),
        ("<input>", "label"),
        ("<h4>跳级</h4>", "heading-order"),
    ],
)
def test_axe_finds_what_is_planted(fault: str, rule: str, shown: Page) -> None:
    shown.set_content(FIT.format(fault))
    assert any(found.startswith(f"{rule}:") for found in violations(shown))


@pytest.mark.parametrize(("pixels", "elder"), [(43, False), (59, True)])
def test_a_target_one_pixel_too_small_is_found(pixels: int, elder: bool, shown: Page) -> None:
    shown.set_content(FIT.format(TALL.format(pixels)))
    assert len(small_targets(shown, elder=elder)) == 1


def test_a_link_that_stands_alone_must_be_tall_though_one_in_a_sentence_need_not(shown: Page) -> None:
    shown.set_content(FIT.format("<div><a href='/'>全部课程</a></div>"))
    assert len(small_targets(shown, elder=False)) == 1


def test_what_is_wider_than_the_window_is_named(shown: Page) -> None:
    shown.set_content(FIT.format("<div id='wide' style='width: 321px'>宽</div>"))
    assert 'id="wide"' in too_wide(shown)[0]


def test_a_foreign_host_a_script_error_and_a_refusal_of_the_policy_are_noted(shown: Page) -> None:
    trouble = Trouble(shown, "http://127.0.0.1:9")
    policy = "<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\">"
    with shown.expect_event("requestfailed"), shown.expect_event("pageerror"):
        shown.set_content(
            policy + "<p style='color: red'>x</p><img src='http://foreign.invalid/x.png'><script>missing()</script>"
        )
    noted = "\n".join(trouble.taken())
    assert "asks http://foreign.invalid" in noted
    assert "missing is not defined" in noted
    assert "Content Security Policy" in noted
