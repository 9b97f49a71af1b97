"""The courses that come with the platform are whole, and quote the law to the letter."""

import re
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from lms.catalog.export import export_course
from lms.catalog.folder import folders, read_course
from lms.catalog.library import read_library, take_library
from lms.catalog.operations import sync
from lms.core.settings import ROOT
from tests.factories import NOW, make_congress

COURSES = folders(ROOT / "courses")
LIBRARY = read_library(ROOT / "courses")
LAW = (ROOT / "courses" / "_sources" / "deputies-law-2025.md").read_text("utf-8")
READINGS = sorted(path for folder in COURSES for path in folder.glob("*.md"))

_NUMBER = "第[一二三四五六七八九十]+条"
_ARTICLE = re.compile(rf"^({_NUMBER}) ", re.MULTILINE)
_NAMED = re.compile(rf"代表法({_NUMBER})")
# Words in quotation marks after an article in the same sentence, of a length that is no mere term.
_INLINE = re.compile(rf"({_NUMBER})[^。！？“”\n]*“([^”]{{8,}})”")


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


def test_all_of_them_are_sound_and_there_are_enough():
    assert LIBRARY.broken == []
    assert len(LIBRARY.courses) >= 12


@pytest.mark.parametrize("course", LIBRARY.courses, ids=lambda course: course.key)
def test_a_course_is_worth_an_evening(course):
    assert len(course.lessons) >= 3
    assert course.node_key
    assert course.lecturer
    assert all(basis.as_of.year >= 1982 for basis in course.bases)
    assert len(course.questions) >= 5
    assert all(question.explanation and question.source for question in course.questions)
    assert len({question.lesson for question in course.questions}) >= 2


@pytest.mark.parametrize("course", LIBRARY.courses, ids=lambda course: course.key)
def test_videos_are_short_small_and_have_captions(course):
    videos = [lesson for lesson in course.lessons if lesson.media]
    assert all(lesson.duration_ms <= 90_000 and lesson.captions and lesson.body for lesson in videos)
    assert all(file.path.stat().st_size < 2_000_000 for file in course.files)


def test_videos_are_few():
    assert 1 <= len([lesson for course in LIBRARY.courses for lesson in course.lessons if lesson.media]) <= 6


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_second_reader_has_said_what_was_checked_and_what_was_not(folder):
    note = (folder / "review.md").read_text("utf-8")
    assert all(f"## {heading}" in note for heading in ("核对了什么", "没有对照文本的内容"))
    assert re.search(r"核对日期：\d{4}年\d{1,2}月\d{1,2}日", note)


def test_a_law_has_one_title_so_that_its_amendments_are_seen():
    laws = {basis.title for course in LIBRARY.courses for basis in course.bases}
    assert laws <= {amendment.law for amendment in LIBRARY.outline.amendments}


def test_no_course_rests_on_a_wording_that_was_amended_since():
    amended = {each.law: each.amended_on for each in LIBRARY.outline.amendments}
    assert all(basis.as_of >= amended[basis.title] for course in LIBRARY.courses for basis in course.bases)


def test_the_right_answer_does_not_always_stand_in_the_same_place():
    first = Counter(question.right for course in LIBRARY.courses for question in course.questions)
    assert first.most_common(1)[0][1] < sum(first.values()) / 2


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_course_exported_and_read_back_is_the_same(folder, database, tmp_path):
    congress = make_congress()
    course = read_course(folder)
    sync([course], congress_id=congress.id, actor=None, now=NOW)
    assert read_course(export_course(course.key, tmp_path, congress_id=congress.id)).digest == course.digest


def test_taking_them_all_in_twice_changes_nothing(database):
    congress = make_congress()
    take_library(LIBRARY, congress_id=congress.id, actor=None, now=NOW)
    again = take_library(LIBRARY, congress_id=congress.id, actor=None, now=NOW)
    assert not any(change.writes for change in again)


@pytest.mark.parametrize("reading", READINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_quotation_stands_in_the_article_it_names(reading):
    for quoted, article in quotations(reading.read_text("utf-8")):
        assert all(sentence in articles()[article] for sentence in quoted), article


@pytest.mark.parametrize("reading", READINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_words_quoted_after_an_article_stand_in_it(reading):
    for article, quoted in _INLINE.findall(reading.read_text("utf-8")):
        assert quoted in articles()[article], article


@pytest.mark.parametrize("course", LIBRARY.courses, ids=lambda course: course.key)
def test_an_article_named_as_a_source_is_there(course):
    for question in course.questions:
        named = re.findall(_NUMBER, question.source)
        assert bool(named) is ("代表法" in question.source)
        assert all(article in articles() for article in named)


def listed(articles_of_basis):
    """The articles that a basis lists; a range names its first and its last one."""
    order = list(articles())
    for part in articles_of_basis.split("、"):
        named = re.findall(_NUMBER, part)
        yield from order[order.index(named[0]) : order.index(named[-1]) + 1]


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_course_lists_every_article_that_it_quotes(folder):
    basis = next(each for each in read_course(folder).bases if each.title in LAW)
    quoted = {article for path in folder.glob("*.md") for _, article in quotations(path.read_text("utf-8"))}
    assert quoted <= set(listed(basis.articles))


@pytest.mark.parametrize("slides", sorted(ROOT.glob("courses/*/slides/*.toml")), ids=lambda path: path.stem)
def test_a_slide_that_names_an_article_shows_its_words(slides):
    for slide in tomllib.loads(slides.read_text("utf-8"))["slides"]:
        if "source" in slide:
            article = articles()[_NAMED.search(slide["source"])[1]]
            assert all(step["show"] in article for step in slide["steps"] if "show" in step)


def test_the_checks_see_a_quotation_that_was_altered():
    (quoted, article), *_ = quotations("> 代表应当优先执行职务。\n>\n> ——代表法第九条\n")
    assert quoted[0] not in articles()[article]
    ((article, inline),) = _INLINE.findall("第九条写着“代表应当优先执行职务”。")
    assert inline not in articles()[article]
