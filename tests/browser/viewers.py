"""Somebody before a video in a real browser, in real time."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from sqlalchemy import select

from lms.catalog.folder import read_course
from lms.catalog.models import Course, Lesson
from lms.catalog.operations import sync
from lms.core import clock
from lms.core.database import db
from lms.core.event_delivery import deliver_pending
from lms.core.settings import ROOT
from lms.learning.models import WatchedMedia
from lms.learning.watched_seconds import from_bytes, runs_of
from tests.support.accounts import make_deputy, sign_in

COURSE = ROOT / "courses" / "using-this-platform"
SECONDS = 25


class Deputy:
    """A deputy with an account, and the address of the shortest video we have."""

    def __init__(self, base_url):
        mandate, self.account = make_deputy()
        sync([read_course(COURSE)], congress_id=mandate.congress_id, actor=None, now=clock.now())
        deliver_pending(now=clock.now(), limit=100)  # As the worker does: search hears of the course.
        course, lesson = db.session.execute(
            select(Course.public_id, Lesson.public_id)
            .join(Lesson, Lesson.course_id == Course.id)
            .where(Lesson.position == 1)
        ).one()
        self.person_id, self.site = mandate.person_id, base_url
        self.course = f"{base_url}/courses/{course}"
        self.url = f"{self.course}/lessons/{lesson}"

    def set_cookie(self, name, value):
        self.cookie = {"name": name, "value": value, "url": self.site}

    def open(self, context, path=""):
        """A page in a browser that the deputy is signed in with: the lesson's, unless another is named."""
        sign_in(self, db.session.merge(self.account))
        context.add_cookies([self.cookie])
        page = context.new_page()
        page.goto(f"{self.site}{path}" if path else self.url)
        return page


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


def at(page, second, act):
    """Do something to the video (`pause()`, `currentTime = 20`) the moment it gets there, however busy the machine is."""
    page.evaluate(
        f"""(second) => new Promise((done, fail) => {{
          const video = document.querySelector('video');
          const look = () => video.currentTime >= second ? done(video.{act}) : setTimeout(look, 10);
          setTimeout(() => fail(new Error(`the video is at ${{video.currentTime}}`)), 60000);
          look();
        }})""",
        second,
    )


def wait_until_watched(page, seconds):
    """Wait until the page says so many seconds: a number, or the pattern of one."""
    expect(page.locator("[data-progress]")).to_have_text(re.compile(f"^已看 {seconds} 秒"), timeout=15_000)
