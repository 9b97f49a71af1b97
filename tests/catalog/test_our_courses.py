"""The courses that come with the platform are whole, and quote the law to the letter."""

import re
import tomllib
from itertools import pairwise

import pytest

from lms.catalog.folder import folders, read_course
from lms.catalog.models import LessonKind
from lms.core.settings import ROOT

COURSES = folders(ROOT / "courses")
LAW = (ROOT / "courses" / "_sources" / "deputies-law-2025.md").read_text("utf-8")
READINGS = sorted(path for folder in COURSES for path in folder.glob("*.md"))

_ARTICLE = re.compile(r"^(第[一二三四五六七八九十]+条) ", re.MULTILINE)
_NAMED = re.compile(r"代表法(第[一二三四五六七八九十]+条)")


def articles():
    found = [*_ARTICLE.finditer(LAW), None]
    return {this[1]: LAW[this.start() : next_.start() if next_ else None] for this, next_ in pairwise(found)}


def quotations(text):
    """Each block quotation with the article that its last line names."""
    for block in re.findall(r"(?:^>.*\n?)+", text, re.MULTILINE):
        lines = [line.lstrip("> ").strip() for line in block.splitlines()]
        *quoted, source = [line for line in lines if line]
        yield quoted, _NAMED.search(source)[1]


def test_the_law_is_read_whole():
    assert len(articles()) == 65


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_course_has_a_reading_and_a_short_video_with_captions(folder):
    course = read_course(folder)
    assert {lesson.kind for lesson in course.lessons} == set(LessonKind)
    assert all(lesson.duration_ms <= 90_000 and lesson.captions for lesson in course.lessons if lesson.media)
    assert all(file.path.stat().st_size < 2_000_000 for file in course.files)


@pytest.mark.parametrize("reading", READINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_quotation_stands_in_the_article_it_names(reading):
    for quoted, article in quotations(reading.read_text("utf-8")):
        assert all(sentence in articles()[article] for sentence in quoted), article


@pytest.mark.parametrize("slides", sorted(ROOT.glob("courses/*/slides/*.toml")), ids=lambda path: path.stem)
def test_a_slide_that_names_an_article_shows_its_words(slides):
    for slide in tomllib.loads(slides.read_text("utf-8"))["slides"]:
        if "source" in slide:
            article = articles()[_NAMED.search(slide["source"])[1]]
            assert all(step["show"] in article for step in slide["steps"] if "show" in step)


def test_the_checks_see_a_quotation_that_was_altered():
    (quoted, article), *_ = quotations("> 代表应当优先执行职务。\n>\n> ——代表法第九条\n")
    assert quoted[0] not in articles()[article]
