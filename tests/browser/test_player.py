"""A video in a real browser, in real time: played, sought in, taken over, and away from the network."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.learning.models import LessonCompletion
from tests.browser.viewers import SECONDS, Deputy, at, play, wait_until, wait_until_at, wait_until_watched, watched


@pytest.fixture
def deputy(database, base_url):
    return Deputy(base_url)


def test_a_video_watched_to_the_end_completes_its_lesson(deputy, context):
    page = deputy.open(context)
    play(page, speed="2")
    page.wait_for_selector("[data-when-complete]:not([hidden])", timeout=30_000)
    wait_until(page, "ended")
    wait_until_watched(page, "2[45]")  # A second that a busy machine did not play out is not claimed.
    assert sum(end - start for start, end in watched()) in (SECONDS - 1, SECONDS)
    assert len(db.session.scalars(select(LessonCompletion)).all()) == 1


def test_what_was_sought_over_was_not_watched(deputy, context):
    page = deputy.open(context)
    play(page)
    at(page, 3.2, "currentTime = 20")
    at(page, 22.2, "pause()")
    wait_until_watched(page, 5)
    assert watched() == [(0, 3), (20, 22)]


def test_a_second_page_goes_on_where_the_first_stopped_and_stops_it(deputy, context, browser):
    first = deputy.open(context)
    play(first)
    at(first, 4.2, "pause()")
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
    at(page, 5.2, "pause()")
    page.wait_for_timeout(500)
    context.set_offline(False)
    wait_until_watched(page, 5)
    assert watched() == [(0, 5)]
