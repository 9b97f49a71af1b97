"""A package with several parts in a real browser: from one to the next, each goes on by itself, and the list says how far."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lms.learning.models import LessonCompletion, Way
from lms.learning.packages.models import PackageState
from tests.browser.axe import AXE, small_targets, too_wide, violations
from tests.browser.test_packages import PAGE_12, PAGE_2004, close, deputy, inside, only, rows
from tests.catalog.packages.zips import PAGES, V12, V2004, several

__all__ = ["deputy"]

ITEMS = """<item identifierref="read"><title>学习说明</title></item>
<item><title>第一章　提出建议以前要做好的各项准备工作</title>
  <item identifierref="one"><title>法律怎样规定代表建议、批评和意见的提出、交办和答复</title></item>
  <item identifierref="two"><title>动笔之前</title></item>
</item>"""


def lesson(deputy, manifest=V12, sco=PAGE_12):
    deputy.lesson(several(manifest, ITEMS), sco, **(PAGES | {"one__html": sco, "two__html": sco}))


def opened(deputy, context):
    """The package with its first part open: a button that still moves down the page can be missed."""
    page = deputy.open(context)
    expect(inside(page).locator("p")).to_have_text("read")
    return page


def line(page, title):
    return page.locator(".parts__open", has_text=title)


@pytest.mark.parametrize(("manifest", "sco"), [(V12, PAGE_12), (V2004, PAGE_2004)], ids=["1.2", "2004"])
def test_a_reader_goes_from_part_to_part_and_completes_the_lesson(deputy, context, manifest, sco):
    lesson(deputy, manifest, sco)
    page = opened(deputy, context)
    page.get_by_role("button", name="下一部分").click()
    expect(inside(page).locator("#out")).to_have_text("ab-initio:0")
    inside(page).get_by_role("button", name="下一页").click()
    page.get_by_role("button", name="下一部分").click()
    expect(inside(page).locator("#out")).to_have_text("ab-initio:0")
    inside(page).get_by_role("button", name="完成").click()
    expect(line(page, "动笔之前")).to_contain_text("已完成")
    expect(line(page, "法律怎样规定")).to_contain_text("进行中")
    assert rows(LessonCompletion) == []
    line(page, "法律怎样规定").click()
    expect(inside(page).locator("#out")).to_have_text("resume:1")
    inside(page).get_by_role("button", name="完成").click()
    expect(page.get_by_text("您已完成本课程").first).to_be_visible()
    assert only(LessonCompletion).way is Way.PACKAGE
    assert [each.part for each in sorted(rows(PackageState), key=lambda each: each.part)] == [2, 3]


def test_the_page_offers_the_part_that_was_begun(deputy, browser):
    lesson(deputy)
    with browser.new_context(locale="zh-CN") as first:
        page = opened(deputy, first)
        page.get_by_role("button", name="下一部分").click()
        inside(page).get_by_role("button", name="下一页").click()
        close(page)
    with browser.new_context(locale="zh-CN") as second:
        page = deputy.open(second)
        expect(inside(page).locator("#out")).to_have_text("resume:1")
        expect(line(page, "法律怎样规定")).to_have_attribute("aria-current", "true")
        close(page)


def test_a_part_is_not_left_while_what_it_keeps_cannot_be_sent(deputy, context):
    lesson(deputy)
    page = opened(deputy, context)
    page.get_by_role("button", name="下一部分").click()
    expect(inside(page).locator("#out")).to_have_text("ab-initio:0")
    context.set_offline(True)
    inside(page).get_by_role("button", name="下一页").click()
    page.get_by_role("button", name="下一部分").click()
    expect(page.get_by_text("网络")).to_be_visible()
    expect(page.locator("[data-now]")).to_contain_text("第 2 部分")
    context.set_offline(False)
    expect(page.locator("[data-now]")).to_contain_text("第 3 部分", timeout=15_000)
    assert only(PackageState).suspend_data == "1"


@pytest.mark.parametrize("elder", [False, True], ids=["ordinary", "elder"])
def test_the_list_of_parts_is_open_to_everybody(deputy, context, elder):
    lesson(deputy)
    context.add_init_script(path=AXE)
    context.add_cookies([{"name": "elder", "value": "1" if elder else "0", "url": deputy.site}])
    page = opened(deputy, context)
    for width in (390, 320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert [*violations(page), *too_wide(page), *small_targets(page, elder=elder)] == []
    close(page)
    expect(line(page, "动笔之前")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert [*violations(page), *too_wide(page), *small_targets(page, elder=elder)] == []
