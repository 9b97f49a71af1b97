"""What a roster file must be, and how its header is read."""

from __future__ import annotations

import random
import re
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
import xlsxwriter

from lms.documents.intake import file_guard, refusals
from lms.people.roster.columns import COLUMNS, Field
from lms.people.roster.reading import read_roster
from tests.people.rosters import book, row


def sheet(*lines: list[object], name: str = "Sheet1") -> bytes:
    """A workbook of one sheet with these lines."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        page = workbook.add_worksheet(name)
        for number, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                page.write(number, place, cell)
    return target.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same archive with parts replaced or added; names have "__" for "/"."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        new = {name.replace("__", "/"): content for name, content in parts.items()}
        for part in source.infolist():
            if part.filename not in new:
                copy.writestr(part.filename, source.read(part))
        for name, content in new.items():
            copy.writestr(name, content)
    return target.getvalue()


GOOD = book(row())
HEAD = ["代表证号", "姓名", "选举单位", "构成", "新任/连任"]
LINE = ["140001", "王伟", "北京市", "农民", "新任"]


def test_a_filled_template_is_read_with_row_numbers_as_the_spreadsheet_counts():
    rows = read_roster(book(row("1"), row("2"))).rows
    assert [each.number for each in rows] == [2, 3]
    assert rows[1].cells[Field.CARD_NUMBER] == "2"


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing():
    read = read_roster(sheet(HEAD[::-1], LINE[::-1]))
    assert read.rows[0].cells[Field.NAME] == "王伟"
    assert Field.PHONE not in read.fields


def test_the_header_may_be_in_english_and_carry_the_marks_of_the_template():
    head = ["Deputy card number", "Name*", " Electing body *", "Composition", "Newly elected or re-elected"]
    assert read_roster(sheet(head, LINE)).rows[0].cells[Field.BODY] == "北京市"


def test_blank_rows_are_passed_over_and_keep_the_count():
    assert [each.number for each in read_roster(sheet([], HEAD, [], LINE, ["", " "], LINE)).rows] == [4, 6]


def test_the_sheet_called_roster_is_read_wherever_it_stands():
    target = BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        workbook.add_worksheet("其他").write(0, 0, "x")
        page = workbook.add_worksheet("代表名册")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, LINE)
    assert len(read_roster(target.getvalue()).rows) == 1


def test_a_formula_counts_as_the_value_it_last_had():
    target = BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, LINE)
        page.write_formula(1, 1, '=A1&"x"', value="王芳")
    assert read_roster(target.getvalue()).rows[0].cells[Field.NAME] == "王芳"


def test_a_header_names_all_that_is_wrong_with_it_at_once():
    with pytest.raises(refusals.HeaderRefused) as refused:
        read_roster(sheet(["代表证号", "姓名", "姓名", "星座", "选举单位", "构成"], LINE))
    assert refused.value.message == "表头无法使用。缺少：新任/连任。 无法识别：星座。 重复出现：姓名。"


def test_a_header_needs_the_card_number_or_the_document():
    with pytest.raises(refusals.HeaderRefused, match="代表证号或证件号码"):
        read_roster(sheet(HEAD[1:], LINE[1:]))


@pytest.mark.parametrize("data", [sheet(HEAD), sheet([]), sheet([], [" "])])
def test_a_roster_without_rows_is_refused(data):
    with pytest.raises(refusals.NoRows):
        read_roster(data)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", refusals.NotAWorkbook),
        (b"a,b,c\n1,2,3\n", refusals.NotAWorkbook),
        (b"%PDF-1.7", refusals.NotAWorkbook),
        (b"PK\x03\x04 and then nothing", refusals.NotAWorkbook),
        (GOOD[: len(GOOD) // 2], refusals.NotAWorkbook),
        (file_guard.OLE_MAGIC + b"\0" * 512, refusals.OldOrLockedWorkbook),
        (b"\0" * (file_guard.LARGEST_FILE + 1), refusals.FileTooLarge),
        (repacked(GOOD, **{"[Content_Types].xml": b"<Types/>"}), refusals.NotAWorkbook),
        (
            repacked(GOOD, **{"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
            refusals.HasMacros,
        ),
        (repacked(GOOD, xl__media__bomb=b"\0" * (file_guard.LARGEST_UNPACKED + 1)), refusals.UnpacksTooLarge),
        (repacked(GOOD, **{f"x{number}": b"" for number in range(file_guard.MOST_PARTS)}), refusals.UnpacksTooLarge),
    ],
    ids=lambda each: getattr(each, "__name__", "file"),
)
def test_what_is_no_harmless_workbook_is_refused_by_name(data, refusal):
    with pytest.raises(refusal):
        read_roster(data)


def test_a_sheet_whose_cells_lie_far_apart_is_refused_before_it_fills_the_memory():
    page = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    with pytest.raises(refusals.TooFarOut, match="16384"):
        read_roster(repacked(GOOD, xl__worksheets__sheet1__xml=page, **{"xl/worksheets/sheet1.xml": page}))


def test_a_sheet_with_a_document_type_is_refused():
    page = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    with pytest.raises(refusals.NotAWorkbook):
        read_roster(repacked(GOOD, **{"xl/worksheets/sheet1.xml": page}))


def test_files_damaged_at_random_are_refused_and_never_break_the_reader():
    chance = random.Random(7)
    for _round in range(150):
        damaged = bytearray(GOOD)
        for _byte in range(chance.randrange(1, 40)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(refusals.WorkbookUnreadable):
            read_roster(bytes(damaged))


def test_a_cell_of_a_written_book_never_starts_a_formula():
    with zipfile.ZipFile(BytesIO(book(row(post='=HYPERLINK("http://example.com")', name="@SUM(1)")))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


def test_the_template_offers_lists_and_keeps_numbers_as_text():
    with zipfile.ZipFile(BytesIO(book())) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<dataValidation ") == 8
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="\d+"', page)
    assert sum(int(last) - int(first) + 1 for first, last in columns) == len(COLUMNS)
