"""A course folder is taken whole or refused whole, with file and line."""

import pytest

from lms.catalog.folder import read_course
from lms.catalog.models import CourseState, LessonKind
from lms.catalog.problems import BrokenCourse
from tests.catalog.folders import COURSE, film, make_folder


def problems(folder):
    with pytest.raises(BrokenCourse) as broken:
        read_course(folder)
    return [(problem.file, problem.line, problem.template) for problem in broken.value.problems]


def line_of(text, course=COURSE):
    return next(number for number, line in enumerate(course.splitlines(), start=1) if line.startswith(text))


def test_a_good_folder_tells_its_course(tmp_path):
    course = read_course(make_folder(tmp_path))
    assert course.state is CourseState.PUBLISHED
    assert [(lesson.key, lesson.kind, lesson.duration_ms) for lesson in course.lessons] == [
        ("text", LessonKind.READING, None),
        ("film", LessonKind.VIDEO, 60_000),
    ]


def test_the_same_content_has_the_same_digest_wherever_it_lies(tmp_path):
    here, there = make_folder(tmp_path / "a"), make_folder(tmp_path / "b")
    assert read_course(here).digest == read_course(there).digest
    (there / "text.md").write_text("## 别的\n", "utf-8")
    assert read_course(here).digest != read_course(there).digest


@pytest.mark.parametrize(
    ("good", "bad", "at", "words"),
    [
        ('title = "怎样写好一件代表建议"', "", 1, "missing"),
        ('topic = "代表建议"', "topic = 3", "topic", "must be text"),
        ('topic = "代表建议"', 'topic = "一二三四五六七八九十一二三四五六七八九十一"', "topic", "longer"),
        ("as_of = 2025-03-11", 'as_of = "2025-03-11"', "as_of", "must be a day"),
        ('kind = "video"', 'kind = "film"', 'kind = "film"', "one of"),
        ('key = "film"', 'key = "text"', 'key = "text"', "already"),
        ('key = "film"', 'key = "Film 1"', 'key = "Film 1"', "small letters"),
        ('text = "text.md"', 'text = "none.md"', "text", "no file"),
        ('text = "text.md"', 'text = "../../secret.md"', "text", "outside"),
        ('text = "text.md"', 'txt = "text.md"', "txt", "not known"),
        ('transcript = "film.md"', "", "[[lessons]]", "missing"),
        ('transcript = "film.md"', 'transcript = "film.md"\nrequired_percent = 101', "required_percent", "whole number"),
        ('title = "动笔之前"', 'title = "一\\n二"', 'title = "一', "one line"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path, good, bad, at, words):
    course = COURSE.replace(good, bad)
    found = problems(make_folder(tmp_path, course=course))
    places = [line for file, line, template in found if words in template and file == "suggestion/course.toml"]
    last = [
        number
        for number, line in enumerate(course.splitlines(), start=1)
        if isinstance(at, str) and line.startswith(at)
    ]
    assert places[-1] == (last[-1] if last else at)


def test_all_faults_are_told_at_once(tmp_path):
    course = COURSE.replace('topic = "代表建议"', "").replace("as_of = 2025-03-11", "as_of = 3")
    assert len(problems(make_folder(tmp_path, course=course))) == 2


def test_what_is_no_toml_is_told_with_its_line(tmp_path):
    course = COURSE.replace('topic = "代表建议"', "topic = ")
    assert problems(make_folder(tmp_path, course=course))[0][:2] == ("suggestion/course.toml", line_of("topic"))


def test_the_key_is_the_name_of_the_folder(tmp_path):
    found = problems(make_folder(tmp_path, course=COURSE.replace("{key}", "other")))
    assert found == [("suggestion/course.toml", 1, "The course's key must be the name of its folder.")]


def test_a_reading_whose_first_heading_is_a_page_title_is_told_with_its_line(tmp_path):
    folder = make_folder(tmp_path)
    (folder / "text.md").write_text("一句话。\n\n# 标题\n", "utf-8")
    assert problems(folder)[0][:2] == ("suggestion/text.md", 3)


def test_text_that_is_not_utf8_is_refused(tmp_path):
    folder = make_folder(tmp_path)
    (folder / "text.md").write_bytes("标准".encode("gb18030"))
    assert problems(folder) == [("suggestion/text.md", 1, "The file is not UTF-8 text.")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cannot be read"),
        (b"not a film at all", "cannot be read"),
        (film()[:40], "cannot be read"),
        (film(0), "cannot be read"),
        (film(9.9), "at least 10 seconds"),
        (film(index_first=False), "index must come first"),
        (film(codec=b"hvc1"), "H.264"),
    ],
)
def test_a_video_that_browsers_could_not_play_is_refused(tmp_path, data, words):
    folder = make_folder(tmp_path)
    (folder / "film.mp4").write_bytes(data)
    assert any(words in template for _file, _line, template in problems(folder))


@pytest.mark.parametrize(
    ("captions", "line"),
    [
        ("先到现场看。", 1),
        ("WEBVTT\n", 1),
        ("WEBVTT\n\n0:00 --> 4\n先到现场看。\n", 3),
        ("WEBVTT\n\n00:00:04.000 --> 00:00:02.000\n先到现场看。\n", 3),
        ("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n\n", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n后\n\n00:01.000 --> 00:02.000\n先\n", 6),
        ("WEBVTT\n\n00:00:58.000 --> 00:01:02.000\n太长\n", 3),
    ],
)
def test_captions_that_would_not_show_are_told_with_their_line(tmp_path, captions, line):
    folder = make_folder(tmp_path)
    (folder / "film.vtt").write_text(captions, "utf-8")
    assert [(file, number) for file, number, _template in problems(folder)] == [("suggestion/film.vtt", line)]
