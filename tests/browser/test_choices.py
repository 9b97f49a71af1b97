"""What a reader chooses: the language, larger type, and no JavaScript at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import open_account, open_study_session, seats_held
from tests.browser.ways import PHONE, WIDE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Come
    from tests.browser.ways import Way

pytestmark = [
    pytest.mark.usefixtures("laid_site"),
    pytest.mark.parametrize("way", [WIDE, PHONE], ids=lambda way: way.name),
]


def choose(page: Page, label: str) -> None:
    """Press a switch of the frame: in the masthead, under one's own name, or on a phone under "More"."""
    switch = page.get_by_role("button", name=label, exact=True).filter(visible=True)
    if not switch.count():
        page.locator("nav.tabs summary").click()
    switch.first.click()


def test_the_language_changes_and_changes_back_on_the_same_page(way: Way, come: Come) -> None:
    reader = come(way)
    reader.enter("deputy")
    reader.open("课程")
    choose(reader.page, "English")
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Courses")
    reader.finds_page_fit()
    choose(reader.page, "中文")
    expect(reader.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("课程")


def test_elder_mode_is_one_tap_away_and_remembered_after_signing_out(way: Way, come: Come) -> None:
    reader = come(way)
    reader.enter("deputy")
    choose(reader.page, "大字")
    expect(reader.page.locator("html.elder")).to_have_count(1)
    reader.open("履职档案")
    expect(reader.page.locator("html.elder")).to_have_count(1)
    reader.sign_out()
    expect(reader.page.locator("html.elder")).to_have_count(1)
    [cookie] = [each for each in reader.context.cookies() if each["name"] == "elder"]
    assert cookie["expires"] > 0  # It outlives the browser's being closed.
    choose(reader.page, "标准字")
    expect(reader.page.locator("html.elder")).to_have_count(0)


def test_without_javascript_a_deputy_signs_in_and_confirms_a_reading(way: Way, come: Come) -> None:
    open_account("newcomer", unit="河北")
    deputy = come(way, scripts=False)
    deputy.sign_in("newcomer")
    deputy.open("课程")
    deputy.press("使用本平台")
    deputy.press("平台记下什么，不记什么")
    deputy.press("我已读完本课")
    deputy.sees("已完成")
    deputy.press("视频课怎样算看完")
    deputy.sees("三句话")


def test_without_javascript_a_liaison_recommends_and_withdraws(way: Way, come: Come) -> None:
    open_study_session("第8期专题学习班", places=50)
    liaison = come(way, scripts=False)
    liaison.sign_in("liaison", is_staff=True)
    liaison.press("推荐", within=liaison.row("第8期专题学习班"))
    liaison.press("推荐")
    liaison.sees("已使用 1 个名额")
    assert seats_held("第8期专题学习班") == 1
    liaison.press("撤回")
    liaison.sees("已使用 0 个名额")
