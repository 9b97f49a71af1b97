"""How a deputy really watches: on a phone that loses its line, then at a desk; or from a word that was said in a video."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from lms.core.database import db
from lms.learning.models import CourseCompletion, LessonCompletion
from lms.records.models import RecordEntry
from tests.browser.axe import AXE, EVERYTHING, small_targets, too_wide, violations
from tests.browser.viewers import Deputy, at, play, wait_until, wait_until_at, wait_until_watched

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "zh-CN"}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN"}
WORD, SAID_AT = "倍速", 16  # 可以暂停，可以倍速，也可以分几次看。


@pytest.fixture
def deputy(database, base_url):
    return Deputy(base_url)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def pause(page):
    page.evaluate("document.querySelector('video').pause()")


def test_half_on_a_phone_that_loses_its_line_the_rest_at_a_desk_is_credited_once(deputy, browser):
    with browser.new_context(**PHONE) as phone, browser.new_context(**DESKTOP) as desk:
        first = deputy.open(phone)
        play(first, speed="2")
        at(first, 10.2, "pause()")
        wait_until_watched(first, 10)
        play(first, speed="1")
        phone.set_offline(True)
        expect(first.get_by_text("网络暂时不通，请放心继续观看")).to_be_visible()
        wait_until_at(first, 12.2)  # It plays on meanwhile.

        second = deputy.open(desk)
        expect(second.get_by_text("上次看到 10 秒")).to_be_visible()
        play(second, speed="2")
        expect(second.get_by_text("现在由本页接着播放")).to_be_visible()
        expect(second.get_by_text("本课已完成").first).to_be_visible(timeout=30_000)

        phone.set_offline(False)  # What it kept is worth nothing more, and it says why it stops.
        expect(first.get_by_text("本页已停下")).to_be_visible(timeout=15_000)
        wait_until(first, "paused")
        assert count(LessonCompletion) == 1

        pause(second)
        for title in ("平台记下什么，不记什么", "从登录到学完一门课"):  # By hand, as one comes back to a course.
            second.goto(deputy.course)
            second.get_by_role("link", name=title).click()
            second.get_by_role("button", name="我已读完本课").click()
            expect(second).to_have_url(deputy.course)
        expect(second.get_by_text(re.compile("您已于.*完成本课程"))).to_be_visible()
    assert (count(LessonCompletion), count(CourseCompletion), count(RecordEntry)) == (3, 1, 1)


def test_a_word_that_is_said_in_a_video_is_found_and_leads_to_its_second(deputy, context):
    page = deputy.open(context, "/courses")
    page.get_by_role("searchbox").first.fill(WORD)
    page.keyboard.press("Enter")
    hit = page.locator(".hits__item", has=page.locator("mark", has_text=WORD)).filter(has_text="视频")
    hit.get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"\?t={SAID_AT}$"))
    wait_until_at(page, SAID_AT)
    play(page)
    page.get_by_text("逐句").click()
    said = page.locator("[data-cues] [aria-current=true]")
    expect(said).to_contain_text(WORD)
    expect(said).to_contain_text("祝您学习愉快", timeout=15_000)  # The marked line follows what is said.
    page.get_by_role("link", name=re.compile("跳过的不算看过")).click()
    expect(said).to_contain_text("跳过的不算看过")
    wait_until(page, "currentTime < 12")


@pytest.mark.parametrize("elder", [False, True], ids=["ordinary", "elder"])
def test_a_note_is_kept_at_the_second_at_which_it_was_made(deputy, context, elder):
    context.add_init_script(path=AXE)
    context.add_cookies([{"name": "elder", "value": "1" if elder else "0", "url": deputy.site}])
    page = deputy.open(context)
    play(page)
    wait_until_at(page, 4.1)
    pause(page)
    at = int(page.evaluate("document.querySelector('video').currentTime"))
    page.get_by_label("笔记").fill("问一问：旧手机能看吗？")
    page.get_by_role("button", name="保存笔记").click()
    kept = page.locator(".notes__item", has_text="旧手机")
    expect(kept.get_by_role("link")).to_contain_text(f"{at} 秒")
    page.set_viewport_size({"width": 320, "height": 700})
    assert [*violations(page, EVERYTHING), *too_wide(page), *small_targets(page, elder=elder)] == []
    kept.get_by_role("link").click()
    wait_until(page, f"currentTime >= {at}")
