import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from lms.documents.tables import Column, Kind
from lms.documents.workbooks import write_workbook
from tests.documents.cast import MARCH, row, table

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)


@pytest.fixture
def write(tmp_path):
    def write_it(*tables, name="out.xlsx"):
        write_workbook(tmp_path / name, tables, created=NOON)
        return tmp_path / name

    return write_it


def cells(path, sheet=0):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_a_sheet_has_title_notes_made_line_head_body_and_total(write):
    path = write(table([row(last=MARCH)], has_total=True, notes=("截至某日",), made_by="某委员会", made_at="今天"))
    rows = cells(path)
    assert rows[0][0] == "学习培训情况"
    assert rows[1][0] == "截至某日"
    assert rows[2][0] == "填表单位：某委员会　　制表时间：今天"
    assert rows[3][0] == "选举单位"
    assert rows[6] == ["北京市", "11010519491231002X", 1, "是", 1, 1, 2, date(2026, 3, 31)]
    assert rows[7][0] == "合计"


def test_heads_are_merged_across_and_down_and_keep_their_words(write):
    path = write(table([row()]))
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert {"A1:H1", "A2:A4", "F2:G2", "F3:F4"} <= set(re.findall(r'mergeCell ref="([^"]+)"', sheet))
    assert cells(path)[1][5] == "学习班"


def test_long_numbers_stay_text_and_lose_no_digit(write):
    path = write(table([row(card=110105194912310021, people=123456789012345678)]))
    assert cells(path)[4][1] == "110105194912310021"
    assert cells(path)[4][5] == "123456789012345678"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "{=1}", "http://example.test"])
def test_no_cell_is_a_formula_or_a_link(write, text):
    path = write(table([row(text, last=text)], title=text, notes=(text,), made_by=text))
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert cells(path)[6][0] == text


def test_nothing_is_a_dash_and_zero_is_a_zero(write):
    assert cells(write(table([row(due=0, people=None)])))[4][2:6] == [0, "是", "—", "—"]


def test_it_prints_on_landscape_a4_one_page_wide_with_the_head_on_each_page(write):
    path = write(table([row()], frozen=2))
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"' in sheet
    assert 'topLeftCell="C5"' in sheet
    assert "$2:$4</definedName>" in part(path, "xl/workbook.xml")


def test_properties_name_no_person_and_no_machine(write):
    path = write(table([row()]))
    core = part(path, "docProps/core.xml")
    assert "<dc:creator></dc:creator>" in core
    assert "2026-07-01T04:00:00Z" in core


def test_the_same_input_gives_the_same_bytes(write):
    first, second = (write(table([row()]), name=name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second


def test_several_days_in_a_cell_are_broken_between_two_days(write):
    days = Column(key="days", title="日期", kind=Kind.DATES, width=12.5, wraps=True)
    rows = [{"days": (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3))}, {"days": None}]
    assert cells(write(table(rows, columns=(days,))))[2:] == [["2026-03-01、2026-03-02\n2026-03-03"], ["—"]]


def test_a_wrapped_text_gets_the_height_that_it_needs(write):
    wrapping = Column(key="unit", title="选举单位", width=5, wraps=True)
    path = write(table([{"unit": "北京市"}, {"unit": "中国人民解放军和中国人民武装警察部队"}], columns=(wrapping,)))
    heights = re.findall(r'<row r="[34]"[^>]* ht="([\d.]+)"', part(path, "xl/worksheets/sheet1.xml"))
    assert float(heights[1]) > 3 * float(heights[0])


def test_the_total_of_a_long_name_gets_the_height_that_it_needs(write):
    columns = (
        Column(key="unit", title="选举单位", width=6, wraps=True),
        Column(key="name", title="姓名", counted=True),
    )
    path = write(table([{"unit": "很长的名称" * 6, "name": "甲"}], columns=columns, group_by="unit", has_total=True))
    subtotal, total = re.findall(r'<row r="[45]"[^>]* ht="([\d.]+)"', part(path, "xl/worksheets/sheet1.xml"))
    assert float(subtotal) > 3 * float(total)


def test_several_sheets_and_an_empty_one(write):
    path = write(table([row()]), table(name="表二"))
    assert CalamineWorkbook.from_path(str(path)).sheet_names == ["表一", "表二"]
    assert cells(path, 1)[1][0] == "选举单位"


def test_rare_characters_and_control_characters_pass(write):
    assert cells(write(table([row("㙍䶮𫖯\x0b·")])))[4][0] == "㙍䶮𫖯·"
