"""Any file gets an answer: its questions, or a clear word on why it has none."""

from __future__ import annotations

import codecs
import contextlib
import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog.questions.imports.found import MOST_QUESTIONS, FileKind
from lms.catalog.questions.imports.reading import read_questions_file
from lms.catalog.questions.imports.refusals import NoQuestions, NotText, OtherEncoding, TooManyQuestions
from lms.catalog.questions.imports.workbook import Field
from lms.core.errors import InvalidInput
from lms.documents.intake.file_guard import LARGEST_FILE
from lms.documents.intake.refusals import FileTooLarge, HeaderRefused, NotAWorkbook, OldOrLockedWorkbook
from tests.catalog.authoring.quiz_files import GIFT, ROWS, XML, workbook

MARKS = st.text(alphabet="~=#{}:\\%/$\n[]<>&;TF->html甲1 ", max_size=200)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (GIFT.encode(), FileKind.GIFT),
        (codecs.BOM_UTF8 + GIFT.encode(), FileKind.GIFT),
        (GIFT.encode("gb18030"), FileKind.GIFT),
        (GIFT.encode("utf-16"), FileKind.GIFT),
        (codecs.BOM_UTF16_BE + GIFT.encode("utf-16-be"), FileKind.GIFT),
        (GIFT.replace("\n", "\r\n").encode(), FileKind.GIFT),
        (XML.encode(), FileKind.MOODLE_XML),
        (XML.replace("UTF-8", "GBK").encode("gbk"), FileKind.MOODLE_XML),
        (XML.replace("UTF-8", "UTF-16").encode("utf-16"), FileKind.MOODLE_XML),
        (workbook(*ROWS), FileKind.WORKBOOK),
    ],
)
def test_a_file_is_known_by_what_it_holds_in_every_usual_encoding(data: bytes, kind: FileKind) -> None:
    known, found = read_questions_file(data)
    assert known is kind
    assert found[0]["asked"]
    assert found[0]["asked"]["text"] == "走访之前先做什么？"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", NoQuestions),
        (b"\n// \n", NoQuestions),
        (b"<quiz/>", NoQuestions),
        (b"\x89PNG\r\n\x1a\n\x00\x00", NotText),
        (b"%PDF-1.7\x01", NotText),
        (GIFT.encode("utf-16-le"), NotText),
        (codecs.BOM_UTF8 + b"\xff", OtherEncoding),
        (codecs.BOM_UTF16_LE + b"\x00", OtherEncoding),
        (b"\xff\xff\xff", OtherEncoding),
        (b"PK\x03\x04", NotAWorkbook),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldOrLockedWorkbook),
        (b"a" * (LARGEST_FILE + 1), FileTooLarge),
        (b"a{T}\n\n" * (MOST_QUESTIONS + 1), TooManyQuestions),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(data: bytes, refusal: type[InvalidInput]) -> None:
    with pytest.raises(refusal):
        read_questions_file(data)


def test_ten_megabytes_of_braces_are_answered() -> None:
    _, (found,) = read_questions_file(b"{" * LARGEST_FILE)
    assert found["refused"]


def test_another_workbook_is_told_its_columns() -> None:
    with pytest.raises(HeaderRefused):
        read_questions_file(_roster())


def test_a_row_says_everything_that_is_wrong_with_it() -> None:
    _, (_one, _two, bad) = read_questions_file(workbook(*ROWS))
    assert [(each.get("column"), each["params"]) for each in bad["refused"]] == [("Right answer", {"text": "A、D"})]
    assert bad["cells"][Field.TEXT] == "走访听谁的？"


def test_a_gap_between_options_moves_no_answer() -> None:
    _, (found,) = read_questions_file(workbook({**ROWS[0], Field.RIGHT: "C"}))
    assert found["asked"]
    assert (found["asked"]["options"], found["asked"]["right"]) == (["拟订提纲", "通知媒体"], 2)


@settings(max_examples=300, deadline=None)
@given(MARKS | st.text(max_size=80))
def test_no_text_ever_fails(text: str) -> None:
    try:
        _, found = read_questions_file(text.encode("utf-8", "surrogatepass"))
    except InvalidInput:
        return
    assert all(bool(each["asked"]) != bool(each["refused"]) for each in found)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=120), st.sampled_from([b"", b"<quiz>", b"PK\x03\x04", b'<?xml version="1.0" encoding="x"?>']))
def test_no_bytes_ever_fail(data: bytes, before: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        read_questions_file(before + data)


@settings(max_examples=150, deadline=None)
@given(WORDS, st.lists(WORDS, min_size=2, max_size=8), st.data())
def test_what_is_escaped_comes_back_as_it_was(text: str, options: list[str], data: st.DataObject) -> None:
    right = data.draw(st.integers(1, len(options)))
    marked = [f"{'=' if n == right else '~'}[plain]{escaped(each)}" for n, each in enumerate(options, start=1)]
    _, (found,) = read_questions_file(f"[plain]·{escaped(text)}{{{' '.join(marked)}}}".encode())
    assert found["asked"]
    assert found["asked"]["text"] == shown(f"·{text}")
    assert (found["asked"]["options"], found["asked"]["right"]) == ([shown(each) for each in options], right)


def escaped(text: str) -> str:
    return "".join(f"\\{each}" if each in "~=#{}:\\" else each for each in text)


def shown(text: str) -> str:
    return " ".join("".join(each for each in text if each.isprintable() or each.isspace()).split())


def _roster() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write_row(0, 0, ["姓名", "代表证号"])
    return target.getvalue()
