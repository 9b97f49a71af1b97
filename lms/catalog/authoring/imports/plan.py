"""What a file of questions would add to a draft as it is now; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lms.catalog.authoring import words
from lms.catalog.authoring.checking import DraftReport
from lms.catalog.fields import Table
from lms.catalog.questions.imports import reasons
from lms.catalog.questions.imports.found import because
from lms.catalog.questions.reading import questions_of
from lms.core.i18n import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.catalog.authoring.content import Content, LessonContent, QuestionContent
    from lms.catalog.questions.imports.found import Asked, Found, Reason

# What a file can seldom say stands in for itself while the rest is checked; the draft's page asks for it afterwards.
STAND_IN = "-"


class Outcome(StrEnum):
    """What becomes of a question."""

    NEW = "new"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """A question of a file, what becomes of it, and why; `question` is what would be added."""

    found: Found
    outcome: Outcome
    question: QuestionContent | None
    refused: list[Reason]
    left: list[Reason]

    @property
    def messages(self) -> list[str]:
        """Every reason in the reader's language, what forbids it first."""
        return [spoken(each) for each in (*self.refused, *self.left)]


@dataclass(frozen=True, slots=True)
class Plan:
    """All questions of a file, sorted out."""

    lines: list[Line]

    def of(self, outcome: Outcome) -> list[Line]:
        """Those of which this becomes."""
        return [line for line in self.lines if line.outcome is outcome]

    @property
    def new(self) -> list[QuestionContent]:
        """What would be added, in the order of the file."""
        return [line.question for line in self.lines if line.outcome is Outcome.NEW and line.question]

    @property
    def reported(self) -> list[Line]:
        """What could not be carried over, whole or in part."""
        return [line for line in self.lines if line.refused or line.left]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each outcome."""
        return {outcome.value: len(self.of(outcome)) for outcome in Outcome}


def make_plan(found: Iterable[Found], content: Content, *, lesson_key: str, source: str) -> Plan:
    """Hold a file against a draft: a question that stands there already is not added again."""
    known = {_sameness(each) for each in content["questions"]}
    lines = []
    for each in found:
        line = _line(each, content["lessons"], lesson_key=lesson_key, source=source)
        if line.question and _sameness(line.question) in known:
            line = Line(each, Outcome.SAME, None, [], [])
        elif line.question:
            known.add(_sameness(line.question))
        lines.append(line)
    return Plan(lines)


def spoken(reason: Reason) -> str:
    """A reason in the reader's language."""
    template, column = reason["template"], reason.get("column")
    said = gettext(template, **words.spoken(reason["params"]))
    return gettext("%(name)s: %(words)s", name=gettext(column), words=said) if column else said


def faults_of(asked: Asked) -> list[Reason]:
    """Why a question could not be asked here, by the rules of a course folder."""
    table = {
        **asked,
        "key": "question",
        "lesson": STAND_IN,
        "explanation": asked["explanation"] or STAND_IN,
        "source": asked["source"] or STAND_IN,
    }
    report = DraftReport(Path())
    list(questions_of(Table({"questions": [table]}, (), report), {STAND_IN}))
    return [because(each.template, **each.params) for each in report.problems]


def _line(found: Found, lessons: list[LessonContent], *, lesson_key: str, source: str) -> Line:
    asked = found["asked"]
    refused = found["refused"] or (faults_of(asked) if asked else [])
    if asked is None or refused:
        return Line(found, Outcome.REFUSED, None, refused, found["left"])
    left = list(found["left"])
    key = _lesson(found["lesson"], lessons)
    if key is None:
        key = lesson_key
        if "cells" in found and found["lesson"]:
            left.append(because(reasons.UNKNOWN_LESSON, lesson=found["lesson"]))
    said = {**asked, "key": "", "lesson": key, "source": asked["source"] or source}
    return Line(found, Outcome.NEW, cast("QuestionContent", said), [], left)


def _lesson(named: str, lessons: list[LessonContent]) -> str | None:
    """The lesson whose title the file names; of a category, the last step of its path."""
    titles = {named, named.rpartition("/")[2].strip()}
    return next((each["key"] for each in lessons if each["title"] in titles), None)


def _sameness(question: QuestionContent) -> tuple[object, ...]:
    return question["kind"], question["text"], tuple(question.get("options", ()))
