"""What is exported and read back is the same course."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from lms.catalog.cli import courses
from lms.catalog.export import FolderTaken, UnknownCourse, WithdrawnCourse, export_course
from lms.catalog.folder import read_course
from lms.catalog.models import CourseState
from lms.catalog.operations import Outcome, compare, sync
from tests.catalog.factories import make_course
from tests.catalog.folders import COURSE, QUESTIONS, make_folder
from tests.factories import NOW, make_congress


@pytest.fixture
def congress_id(database):
    return make_congress().id


def take(folder, congress_id):
    sync([read_course(folder)], congress_id=congress_id, actor=None, now=NOW)
    return read_course(folder)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


WHOLE = (
    COURSE.replace(
        'topic = "代表建议"', 'topic = "代表建议"\nnode = "suggestions"\naudience = "township"\nstate = "draft"'
    )
    .replace('name = "课程编写组"', 'name = "课程编写组"\ntitle = "一 \\"二\\" \\\\ 三"')
    .replace('transcript = "film.md"', 'transcript = "film.md"\nrequired_percent = 60\nfree_tail_seconds = 0')
)


@pytest.mark.parametrize("text", [COURSE, WHOLE], ids=["plain", "with everything"])
def test_an_exported_course_read_back_is_the_same(tmp_path, congress_id, text):
    folder = make_folder(tmp_path, course=text)
    (folder / "questions.toml").write_text(QUESTIONS, "utf-8")
    course = take(folder, congress_id)
    there = export_course(course.key, tmp_path / "out", congress_id=congress_id)
    assert read_course(there).digest == course.digest
    assert compare([read_course(there)], congress_id=congress_id)[0].outcome is Outcome.UNCHANGED


def test_an_export_of_an_export_is_the_same_to_the_byte(tmp_path, congress_id):
    folder = make_folder(tmp_path, course=WHOLE)
    (folder / "questions.toml").write_text(QUESTIONS, "utf-8")
    take(folder, congress_id)
    first = export_course(folder.name, tmp_path / "first", congress_id=congress_id)
    other = make_congress().id
    take(first, other)
    assert contents(export_course(folder.name, tmp_path / "second", congress_id=other)) == contents(first)


def test_nothing_is_overwritten(tmp_path, congress_id):
    folder = make_folder(tmp_path)
    take(folder, congress_id)
    with pytest.raises(FolderTaken):
        export_course(folder.name, tmp_path, congress_id=congress_id)


def test_a_course_of_another_congress_is_not_known(tmp_path, congress_id):
    with pytest.raises(UnknownCourse):
        export_course(make_course().key, tmp_path, congress_id=congress_id)


def test_a_withdrawn_course_is_not_exported_as_if_it_were_open(tmp_path, congress_id):
    course = make_course(congress_id=congress_id, state=CourseState.WITHDRAWN)
    with pytest.raises(WithdrawnCourse):
        export_course(course.key, tmp_path, congress_id=congress_id)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_where_the_course_lies(tmp_path, congress_id):
    take(make_folder(tmp_path), congress_id)
    done = CliRunner().invoke(courses, ["export", "suggestion", str(tmp_path / "out")])
    assert (done.exit_code, done.output.strip()) == (0, str(tmp_path / "out" / "suggestion"))
    assert read_course(tmp_path / "out" / "suggestion").key == "suggestion"
