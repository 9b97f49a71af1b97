"""Reading a course folder whole: course.toml, readings, videos with captions and transcript, questions (ADR 0014)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from lms.catalog.problems import BrokenCourse, Problem
from lms.catalog.questions.reading import read_questions
from lms.catalog.rules import NOT_UTF8, Text, course_of
from lms.catalog.sources import CourseSource, SourceFile
from lms.catalog.toml_file import read_toml
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from lms.catalog.fields import Table


def folders(root: Path) -> list[Path]:
    """The folders below `root` that hold a course.toml, by name."""
    return sorted(file.parent for file in root.glob("*/course.toml"))


def read_course(folder: Path, *, nodes: Collection[str] | None = None) -> CourseSource:
    """Read and check one course; `nodes` are the outline's, None where there is no outline to check against.

    Raises:
        BrokenCourse: with everything that is wrong, by file and line.
    """
    problems: list[Problem] = []
    table = read_toml(folder, "course.toml", problems)
    course = _course(table, nodes) if table else None
    if course:
        questions = read_questions(folder, {lesson.key for lesson in course.lessons}, problems)
        course = replace(course, questions=questions)
    if course is None or problems:
        raise BrokenCourse(folder.name, sorted(problems, key=lambda each: (each.file, each.line)))
    return course


def _course(table: Table, nodes: Collection[str] | None) -> CourseSource:
    course = course_of(table, FolderShelf(), nodes)
    if course.key and course.key != table.report.folder.name:
        table.fault("key", N_("The course's key must be the name of its folder."))
    return course


class FolderShelf:
    """Texts and files that lie beside course.toml and are named in it (`lms.catalog.rules.Shelf`)."""

    def text(self, table: Table, name: str) -> Text | None:
        """The text of a file."""
        path = table.file(name)
        if path is None:
            return None
        try:
            return Text(self.name(table, name), path.read_text("utf-8"))
        except UnicodeDecodeError:
            table.report.problems.append(Problem(self.name(table, name), 1, NOT_UTF8))
            return None

    def file(self, table: Table, name: str, media_type: str) -> SourceFile | None:
        """A file with its digest."""
        path = table.file(name)
        if path is None:
            return None
        with path.open("rb") as file:
            return SourceFile(hashlib.file_digest(file, "sha256").hexdigest(), media_type, path)

    def open(self, file: SourceFile) -> BinaryIO:
        """Its bytes."""
        return file.place.open("rb")

    def name(self, table: Table, name: str) -> str:
        """The file, with the course's folder before it."""
        path = table.report.folder / table.values[name].strip()
        return table.report.name(path.relative_to(table.report.folder).as_posix())
