"""A video in a real browser, in real time: played, sought in, taken over, and away from the network."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.catalog.folder import read_course
from lms.catalog.models import Course, Lesson
from lms.catalog.operations import sync
from lms.core import clock
from lms.core.database import db
from lms.core.settings import ROOT
from lms.learning.models import LessonCompletion, WatchedMedia
from lms.learning.watched_seconds import from_bytes, runs_of
from tests.support.accounts import make_deputy, sign_in

COURSE = ROOT / "courses" / "using-this-platform"
SECONDS = 25


class Deputy:
    """A deputy with an account, and the address of the shortest video we have."""

    def __init__(self, base_url):
        mandate, self.account = make_deputy()
        sync([read_course(COURSE)], congress_id=mandate.congress_id, actor=None, now=clock.now())
        course, lesson = db.session.execute(
            select(Course.public_id, Lesson.public_id)
            .join(Lesson, Lesson.course_id == Course.id)
            .where(Lesson.position == 1)
        ).one()
        self.site, self.url = base_url, f"{base_url}/courses/{course}/lessons/{lesson}"

    def set_cookie(self, name, value):
        self.cookie = {"name": name, "value": value, "url": self.site}

    def open(self, context):
        """The lesson's page in a browser that the deputy is signed in with."""
        sign_in(self, db.session.merge(self.account))
        context.add_cookies([self.cookie])
        page = context.new_page()
        page.goto(self.url)
        return page


@pytest.fixture
def deputy(database, base_url):
    return Deputy(base_url)


def watched():
    db.session.rollback()
    stored = db.session.scalars(select(WatchedMedia.seconds)).one()
    return list(runs_of(from_bytes(stored)))


def play(page, *, speed="1"):
    page.select_option("#speed", speed)
    page.evaluate("document.querySelector('video').play()")


def wait_until(page, expression):
    """Wait for something about the video. The page's own policy forbids the browser to poll by `eval`."""
    for _ in range(300):
        if page.evaluate(f"document.querySelector('video').{expression}"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def wait_until_at(page, second):
    wait_until(page, f"currentTime >= {second}")


def wait_until_watched(page, seconds):
    expect(page.locator("[data-progress]")).to_have_text(re.compile(f"^已看 {seconds} 秒"), timeout=15_000)


def test_a_video_watched_to_the_end_completes_its_lesson(deputy, context):
    page = deputy.open(context)
    play(page, speed="2")
    page.wait_for_selector("[data-when-complete]:not([hidden])", timeout=30_000)
    wait_until(page, "ended")
    wait_until_watched(page, 25)
    assert watched() == [(0, SECONDS)]
    assert len(db.session.scalars(select(LessonCompletion)).all()) == 1


def test_what_was_sought_over_was_not_watched(deputy, context):
    page = deputy.open(context)
    play(page)
    wait_until_at(page, 3.2)
    page.evaluate("document.querySelector('video').currentTime = 20")
    wait_until_at(page, 22.2)
    page.evaluate("document.querySelector('video').pause()")
    wait_until_watched(page, 5)
    assert watched() == [(0, 3), (20, 22)]


def test_a_second_page_goes_on_where_the_first_stopped_and_stops_it(deputy, context, browser):
    first = deputy.open(context)
    play(first)
    wait_until_at(first, 4.2)
    first.evaluate("document.querySelector('video').pause()")
    wait_until_watched(first, 4)
    play(first)
    other = browser.new_context()
    second = deputy.open(other)
    wait_until_at(second, 4)
    play(second)
    second.wait_for_selector("text=现在由本页接着播放")
    first.evaluate("document.querySelector('video').pause()")
    first.wait_for_selector("text=本页已停下")
    other.close()


def test_what_is_watched_without_a_network_is_sent_when_it_is_back(deputy, context):
    page = deputy.open(context)
    play(page)
    wait_until_at(page, 1)
    context.set_offline(True)
    wait_until_at(page, 5.2)
    page.evaluate("document.querySelector('video').pause()")
    page.wait_for_timeout(500)
    context.set_offline(False)
    wait_until_watched(page, 5)
    assert watched() == [(0, 5)]
