"""The page of search."""

from __future__ import annotations

import re

import pytest

from lms.catalog.search import indexing
from tests.catalog.factories import make_reading, make_video


@pytest.fixture
def lessons(learner):
    both = make_reading(learner.course, title="读原文", body="代表参加履职活动。"), make_video(learner.course)
    indexing.index_all()
    return both


def links(answer):
    return re.findall(r'class="hits__title" href="([^"]+)"', answer.text)


def test_a_hit_leads_to_its_lesson_and_is_marked(learner, lessons):
    page = learner.get("/search?q=履职")
    assert links(page) == [f"/courses/{learner.course.public_id}/lessons/{lessons[0].public_id}"]
    assert "<mark>履职</mark>" in page.text
    assert "找到 1 处" in page.text


def test_a_caption_leads_to_the_second_at_which_it_is_said(learner, lessons):
    (link,) = links(learner.get("/search?q=现场"))
    assert re.search(rf"{lessons[1].public_id}\?t=\d+$", link)


def test_what_is_not_found_leads_on(learner, lessons):
    page = learner.get("/search?q=没有的词")
    assert "没有找到“没有的词”" in page.text
    assert 'href="/courses"' in page.text


def test_nothing_asked_shows_the_field_alone(learner):
    page = learner.get("/search?q=+")
    assert page.status_code == 200
    assert "hits" not in page.text


def test_what_was_asked_is_no_part_of_the_page(learner, lessons):
    assert "<script>alert" not in learner.get("/search?q=<script>alert(1)</script>").text
