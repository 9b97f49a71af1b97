"""A package in a course's folder: taken in, kept through versions, exported, refused with its place."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from lms.catalog.cli import courses
from lms.catalog.export import export_course
from lms.catalog.folder import read_course
from lms.catalog.models import Lesson, LessonKind
from lms.catalog.operations import Outcome, sync
from lms.catalog.packages.models import PackageFile
from lms.catalog.packages.queries import parts_of
from lms.catalog.packages.refusals import NoManifest
from lms.catalog.problems import BrokenCourse
from lms.core import blob_sweep
from lms.core.database import db
from tests.catalog.folders import make_folder
from tests.catalog.packages.zips import package
from tests.factories import NOW, make_congress

LESSON = """\

[[lessons]]
key = "play"
kind = "package"
title = "互动课"
package = "play.zip"
minutes = 25
"""


@pytest.fixture
def folder(tmp_path):
    made = make_folder(tmp_path)
    (made / "play.zip").write_bytes(package(a__js="1;").getvalue())
    (made / "course.toml").write_text((made / "course.toml").read_text("utf-8") + LESSON, "utf-8")
    return made


def take(folder, congress_id):
    return sync([read_course(folder)], congress_id=congress_id, actor=None, now=NOW)


def test_a_package_in_a_folder_becomes_a_lesson_and_the_same_folder_changes_nothing(database, folder):
    congress_id = make_congress().id
    take(folder, congress_id)
    lesson = db.session.scalars(select(Lesson).where(Lesson.kind == LessonKind.PACKAGE)).one()
    assert (lesson.minutes, parts_of(lesson.media_sha256)[0].launch) == (25, "index.html")
    assert db.session.scalar(select(func.count()).select_from(PackageFile)) == 3
    assert take(folder, congress_id)[0].outcome is Outcome.UNCHANGED


def test_an_exported_package_is_the_same_course(database, folder, tmp_path):
    congress_id = make_congress().id
    take(folder, congress_id)
    exported = export_course("suggestion", tmp_path / "out", congress_id=congress_id)
    assert read_course(exported).digest == read_course(folder).digest


def test_the_files_of_a_package_are_not_swept_away(database, folder):
    take(folder, make_congress().id)
    later = NOW.replace(year=2030)
    assert blob_sweep.sweep(now=later) == 0


def test_a_bad_package_is_a_fault_of_the_course_with_its_line(folder):
    (folder / "play.zip").write_bytes(package("<manifest/>").getvalue())
    with pytest.raises(BrokenCourse) as broken:
        read_course(folder)
    (problem,) = broken.value.problems
    assert problem.file == "suggestion/course.toml"
    assert (folder / "course.toml").read_text("utf-8").splitlines()[problem.line - 1] == 'package = "play.zip"'


def test_a_package_can_be_checked_before_it_is_put_into_a_course(folder, tmp_path):
    said = CliRunner().invoke(courses, ["check-package", str(folder / "play.zip")])
    assert said.output == "scorm_12: 代表建议怎么写\n  sco: 第一部分 (index.html)\n"
    (tmp_path / "bad.zip").write_bytes(package(None).getvalue())
    assert isinstance(CliRunner().invoke(courses, ["check-package", str(tmp_path / "bad.zip")]).exception, NoManifest)
