"""Any file of questions: found out by what it holds, not by its name."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lms.catalog.questions.imports.decoding import text_of
from lms.catalog.questions.imports.found import MOST_QUESTIONS, FileKind
from lms.catalog.questions.imports.gift import read_gift
from lms.catalog.questions.imports.moodle import read_moodle
from lms.catalog.questions.imports.refusals import NoQuestions, TooManyQuestions
from lms.catalog.questions.imports.workbook import read_workbook
from lms.documents.intake.file_guard import LARGEST_FILE, MEBIBYTE, OLE_MAGIC
from lms.documents.intake.refusals import FileTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.catalog.questions.imports.found import Found

ZIP_MAGIC = b"PK\x03\x04"
XML_BEGINS = ("<?xml", "<quiz", "<!")


def read_questions_file(data: bytes) -> tuple[FileKind, list[Found]]:
    """The questions of a file, in order, each with what of it cannot be carried over.

    Raises:
        FileUnreadable, WorkbookUnreadable: the file as a whole cannot be taken.
    """
    if len(data) > LARGEST_FILE:
        raise FileTooLarge(megabytes=LARGEST_FILE // MEBIBYTE)
    kind, questions = _read(data)
    found = list(islice(questions, MOST_QUESTIONS + 1))
    if not found:
        raise NoQuestions
    if len(found) > MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    return kind, found


def _read(data: bytes) -> tuple[FileKind, Iterable[Found]]:
    if data.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return FileKind.WORKBOOK, read_workbook(data)
    text = text_of(data)
    if text.lstrip()[:10].lower().startswith(XML_BEGINS):
        return FileKind.MOODLE_XML, read_moodle(text)
    return FileKind.GIFT, read_gift(text)
