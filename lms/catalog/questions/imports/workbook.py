"""Our own template: a row for each question, read by the house's one way of taking workbooks in."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from lms.catalog.fields import MAX_TEXT
from lms.catalog.questions.imports.found import Asked, Found, Reading, because, one_line
from lms.catalog.questions.labels import KIND
from lms.catalog.questions.models import QuestionKind
from lms.catalog.questions.reading import LONGEST_EXPLANATION, LONGEST_QUESTION, MOST_OPTIONS
from lms.core.i18n import LOCALES, N_, catalogue
from lms.documents.intake.cells import text
from lms.documents.intake.layout import Column, Layout
from lms.documents.intake.reading import read_sheet
from lms.documents.intake.refusals import NotAChoice, RowInvalid
from lms.documents.intake.rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lms.documents.intake.reading import SheetRow

LETTERS = "ABCDEFGH"
# Each with the words that people write for it, in every language.
TRUTH = {True: N_("right true correct t"), False: N_("wrong false incorrect f")}
_BETWEEN = re.compile(r"[\s,;/\u3001]+")


class Field(StrEnum):
    """A column by its key. The order is that of the template."""

    KIND = "kind"
    TEXT = "text"
    OPTION_A = "option_a"
    OPTION_B = "option_b"
    OPTION_C = "option_c"
    OPTION_D = "option_d"
    OPTION_E = "option_e"
    OPTION_F = "option_f"
    OPTION_G = "option_g"
    OPTION_H = "option_h"
    RIGHT = "right"
    EXPLANATION = "explanation"
    SOURCE = "source"
    LESSON = "lesson"


OPTIONS = tuple(Field(f"option_{letter.lower()}") for letter in LETTERS[:MOST_OPTIONS])

LAYOUT: Layout[Field] = Layout(
    sheet=N_("Questions"),
    columns=(
        Column(Field.KIND, N_("Kind"), N_("Choose from the list."), 8, required=True),
        Column(Field.TEXT, N_("Question"), N_("At most 300 characters."), 40, required=True),
        Column(Field.OPTION_A, N_("Option A"), N_("Empty for “true or false”."), 16),
        Column(Field.OPTION_B, N_("Option B"), N_("Empty for “true or false”."), 16),
        Column(Field.OPTION_C, N_("Option C"), N_("A multiple choice has at least three options."), 16),
        Column(Field.OPTION_D, N_("Option D"), N_("May be left empty."), 16),
        Column(Field.OPTION_E, N_("Option E"), N_("May be left empty."), 16),
        Column(Field.OPTION_F, N_("Option F"), N_("May be left empty."), 16),
        Column(Field.OPTION_G, N_("Option G"), N_("May be left empty."), 16),
        Column(Field.OPTION_H, N_("Option H"), N_("May be left empty."), 16),
        Column(
            Field.RIGHT,
            N_("Right answer"),
            N_("The letter of the right option, several letters such as AC; “right” or “wrong” for a statement."),
            8,
            required=True,
        ),
        Column(Field.EXPLANATION, N_("Explanation"), N_("At most 600 characters; shown after the answer."), 40),
        Column(Field.SOURCE, N_("Source"), N_("The article or official text from which the answer follows."), 20),
        Column(
            Field.LESSON, N_("Lesson"), N_("Choose from the list. Left empty, it is the lesson chosen on the page."), 20
        ),
    ),
    notes=(
        N_("One row for each question. Columns marked * must be filled."),
        N_("Please do not change the titles of columns. Their order does not matter."),
        N_("Before anything is added you see what is new and which rows have errors."),
    ),
)


class NoSuchOption(RowInvalid):
    template = N_("“%(text)s” does not name options that are filled in.")


class NotRightOrWrong(RowInvalid):
    template = N_("“%(text)s” is neither “right” nor “wrong”.")


class NoSingleOption(RowInvalid):
    template = N_("A single choice has one right option.")


def read_workbook(data: bytes) -> list[Found]:
    """The questions of a filled-in template, row by row; a row with faults has them all.

    Raises:
        WorkbookUnreadable: the file as a whole cannot be taken.
    """
    return [_row(row) for row in read_sheet(data, LAYOUT).rows]


def _row(row: SheetRow[Field]) -> Found:
    reader: RowReader[Field] = RowReader(LAYOUT, row)
    kind = reader.take(Field.KIND, lambda cell: _kind(text(cell)))
    words = reader.take(Field.TEXT, lambda cell: text(cell, largest=LONGEST_QUESTION)) or ""
    given = {field: reader.take(field, lambda cell: text(cell, largest=MAX_TEXT)) or "" for field in OPTIONS}
    right = reader.take(Field.RIGHT, lambda cell: _right(text(cell), kind, given))
    explanation = reader.take(Field.EXPLANATION, lambda cell: text(cell, largest=LONGEST_EXPLANATION)) or ""
    source = reader.take(Field.SOURCE, text) or ""
    reading = Reading(row.number, reader.take(Field.LESSON, text) or "", one_line(words))
    if reader.problems or kind is None or right is None:
        refused = [because(each.refusal.template, **each.refusal.params) for each in reader.problems]
        for reason, each in zip(refused, reader.problems, strict=True):
            reason["column"] = each.title
        return {**reading.refuse(""), "refused": refused, "cells": _cells(row)}
    asked = Asked(kind=kind.value, text=words, right=right, explanation=explanation, source=source)
    if kind is not QuestionKind.TRUE_FALSE:
        asked["options"] = [option for option in given.values() if option]
    return {**reading.ask(asked), "cells": _cells(row)}


def _kind(written: str) -> QuestionKind:
    for kind, name in KIND.items():
        if written in (kind.value, *_in_each_language(name)):
            return kind
    raise NotAChoice(text=written)


def _right(written: str, kind: QuestionKind | None, given: Mapping[Field, str]) -> list[int] | int | bool:
    """What a questions.toml would say of the right answer."""
    plain = unicodedata.normalize("NFKC", written).strip().upper()
    if kind is QuestionKind.TRUE_FALSE:
        return _truth(plain, written)
    filled = [field for field in OPTIONS if given[field]]
    try:
        named = {OPTIONS[LETTERS.index(letter)] for letter in _BETWEEN.sub("", plain)}
        numbers = sorted(filled.index(field) + 1 for field in named)
    except ValueError:
        raise NoSuchOption(text=written) from None
    if kind is QuestionKind.MULTIPLE:
        return numbers
    if len(numbers) != 1:
        raise NoSingleOption
    return numbers[0]


def _truth(plain: str, written: str) -> bool:
    for answer, name in TRUTH.items():
        if plain in " ".join(_in_each_language(name)).upper().split():
            return answer
    raise NotRightOrWrong(text=written)


def _in_each_language(msgid: str) -> list[str]:
    return [catalogue(locale).ugettext(msgid) for locale in LOCALES]


def _cells(row: SheetRow[Field]) -> dict[str, str | int | float]:
    """The cells as they can be kept: what is no figure as its words."""
    return {
        field.value: cell if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell)
        for field, cell in row.cells.items()
    }
