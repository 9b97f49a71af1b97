"""Checking a draft by the rules of a course folder; what is wrong is told by the part of the draft it concerns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from lms.catalog.authoring import words
from lms.catalog.fields import Report, Table
from lms.catalog.models import CourseState
from lms.catalog.problems import Problem
from lms.catalog.questions.reading import questions_of
from lms.catalog.rules import Text, course_of
from lms.catalog.sources import SourceFile
from lms.core.blobs import open_blob
from lms.core.i18n import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lms.catalog.authoring.content import Content
    from lms.catalog.sources import CourseSource
    from lms.catalog.toml_lines import Path as Place

ABOUT, LESSONS, QUESTIONS = "about", "lessons", "questions"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: in which part (`section`, and `key` of a lesson or question), and on which line of its text."""

    section: str
    key: str
    number: int  # Of the lesson or question, from 1; 0 for what is said of the course.
    line: int
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        said = gettext(self.template, **words.spoken(self.params))
        return gettext("Line %(line)d: %(fault)s", line=self.line, fault=said) if self.line else said


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft as a course, which may be published only if nothing is at fault."""

    source: CourseSource
    faults: list[Fault]

    @property
    def is_sound(self) -> bool:
        """Whether it could become a course as it is."""
        return not self.faults

    def of(self, section: str, key: str = "") -> list[Fault]:
        """The faults of one part."""
        return [fault for fault in self.faults if (fault.section, fault.key) == (section, key)]


def check(key: str, content: Content, *, nodes: Collection[str] | None) -> Checked:
    """Read a draft as if it were a folder. `nodes` are the outline's; None where there is no outline."""
    report = DraftReport(Path(key))
    about: dict[str, Any] = {**content, "key": key, "state": CourseState.PUBLISHED.value}
    questions = about.pop("questions")
    about["basis"] = [{**each, "as_of": _day(each["as_of"])} for each in content["basis"]]
    source = course_of(Table(about, (), report), DraftShelf(), nodes)
    if questions:
        lessons = {lesson.key for lesson in source.lessons}
        source = replace(source, questions=tuple(questions_of(Table({"questions": questions}, (), report), lessons)))
    return Checked(source, [_fault(problem, content) for problem in report.problems])


class DraftReport(Report):
    """Faults by their path in the draft instead of by file and line."""

    def at(self, path: Place, template: str, **params: object) -> None:
        """Note a fault at a key."""
        place = "/".join(str(step) for step in path)
        self.problems.append(Problem(place, 0, words.IN_THE_BROWSER.get(template, template), params))


class DraftShelf:
    """Texts that stand in the draft, and files that are blobs already (`lms.catalog.rules.Shelf`)."""

    def text(self, table: Table, name: str) -> Text | None:
        """The text itself."""
        value = table.value(name)
        if isinstance(value, str) and value.strip():
            return Text(self.name(table, name), value)
        table.fault(name, N_("“%(key)s” is missing."))
        return None

    def file(self, table: Table, name: str, media_type: str) -> SourceFile | None:
        """A file by its digest."""
        value = table.value(name)
        if not isinstance(value, str) or not value:
            table.fault(name, N_("“%(key)s” is missing."))
            return None
        file = SourceFile(value, media_type)
        try:
            self.open(file).close()
        except FileNotFoundError:
            table.fault(name, N_("The file is no longer there. Please upload it again."))
            return None
        return file

    def open(self, file: SourceFile) -> BinaryIO:
        """Its bytes."""
        return open_blob(file.sha256)

    def name(self, table: Table, name: str) -> str:
        """The path of the key in the draft."""
        return "/".join(str(step) for step in (*table.path, name))


def _fault(problem: Problem, content: Content) -> Fault:
    section, *rest = problem.file.split("/")
    if section == LESSONS and rest:
        index = int(rest[0])
        return Fault(
            LESSONS, content["lessons"][index]["key"], index + 1, problem.line, problem.template, problem.params
        )
    if section == QUESTIONS and rest:
        index = int(rest[0])
        return Fault(
            QUESTIONS, content["questions"][index]["key"], index + 1, problem.line, problem.template, problem.params
        )
    own = section if section in (LESSONS, QUESTIONS) else ABOUT
    return Fault(own, "", 0, problem.line, problem.template, problem.params)


def _day(written: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return written
