"""Reading questions.toml of a course's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.questions.models import QuestionKind
from lms.catalog.sources import QuestionSource
from lms.catalog.toml_file import read_toml
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from lms.catalog.fields import Table
    from lms.catalog.problems import Problem

FILE = "questions.toml"
LONGEST_QUESTION = 300
LONGEST_EXPLANATION = 600
MOST_OPTIONS = 8
FEWEST_OPTIONS = {QuestionKind.SINGLE: 2, QuestionKind.MULTIPLE: 3}
STATEMENT = ("", "")  # The two options of a statement have no words of their own: 1 is true, 2 is false.


def read_questions(folder: Path, lessons: Collection[str], problems: list[Problem]) -> tuple[QuestionSource, ...]:
    """The questions of a course, none if it has no questions.toml; what is wrong with them goes into `problems`."""
    if not (folder / FILE).is_file():
        return ()
    table = read_toml(folder, FILE, problems)
    if table is None:
        return ()
    questions = tuple(questions_of(table, lessons))
    table.finish()
    return questions


def questions_of(file: Table, lessons: Collection[str]) -> Iterator[QuestionSource]:
    """The questions of a table, wherever it comes from; what is wrong goes into its report."""
    seen: set[str] = set()
    for table in file.tables("questions"):
        key = table.key()
        if key and key in seen:
            table.fault("key", N_("Another question already has this key."))
        seen.add(key)
        lesson = table.text("lesson")
        if lesson and lesson not in lessons:
            table.fault("lesson", N_("The course has no lesson “%(lesson)s”."), lesson=lesson)
        kind = table.choice("kind", None, QuestionKind)
        if kind:
            yield _question(table, key, lesson, kind)
            table.finish()


def _question(table: Table, key: str, lesson: str, kind: QuestionKind) -> QuestionSource:
    options = (
        STATEMENT
        if kind is QuestionKind.TRUE_FALSE
        else table.texts("options", least=FEWEST_OPTIONS[kind], most=MOST_OPTIONS)
    )
    return QuestionSource(
        key=key,
        lesson=lesson,
        kind=kind,
        text=table.text("text", longest=LONGEST_QUESTION),
        options=options,
        right=_right(table, kind, len(options)),
        explanation=table.text("explanation", longest=LONGEST_EXPLANATION),
        source=table.text("source"),
    )


def _right(table: Table, kind: QuestionKind, count: int) -> tuple[int, ...]:
    value = table.value("right")
    if kind is QuestionKind.TRUE_FALSE:
        if isinstance(value, bool):
            return (1,) if value else (2,)
        table.fault("right", N_("“right” must be true or false, without quotation marks."))
    elif kind is QuestionKind.SINGLE:
        if _is_number(value, count):
            return (value,)
        table.fault("right", N_("“right” must be the number of one option, counted from 1."))
    else:
        numbers = value if isinstance(value, list) else []
        if len(set(map(str, numbers))) == len(numbers) >= 2 and all(_is_number(each, count) for each in numbers):
            return tuple(sorted(numbers))
        table.fault("right", N_("“right” must list the numbers of at least two options, counted from 1: [1, 3]."))
    return ()


def _is_number(value: object, count: int) -> bool:
    # Where the options themselves are wrong, their number says nothing about the answer.
    return type(value) is int and value >= 1 and (value <= count or not count)
