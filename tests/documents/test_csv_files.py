import csv
import io

from lms.documents.csv_files import write_csv
from lms.documents.tables import Column, Kind
from tests.documents.cast import MARCH, row, table


def written(source):
    target = io.BytesIO()
    count = write_csv(source, target)
    return count, target.getvalue()


def test_excel_knows_the_encoding_by_the_byte_order_mark():
    assert written(table())[1].startswith("\ufeff选举单位,代表证号".encode())


def test_lines_end_as_rfc_4180_says_and_quotes_are_doubled():
    body = written(table([row('北"京,市')]))[1]
    assert '\r\n"北""京,市",1101'.encode() in body


def test_merged_heads_become_one_row_and_dates_are_iso():
    count, body = written(table([row(last=MARCH), row()]))
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert count == 2
    assert rows[0][5:] == ["学习班/人数", "学习班/人次", "网上课程/最近一次/日期"]
    assert rows[1] == ["北京市", "11010519491231002X", "1", "是", "100.0%", "1", "2", "2026-03-31"]
    assert rows[2][-1] == ""


def test_no_cell_starts_a_formula_but_negative_figures_stay_figures():
    body = written(table([row("=HYPERLINK()", times=-3)]))[1].decode("utf-8-sig")
    assert "'=HYPERLINK()" in body
    assert ",-3," in body


def test_several_days_share_a_field():
    days = Column(key="days", title="日期", kind=Kind.DATES)
    body = written(table([{"days": (MARCH, MARCH)}, {"days": None}], columns=(days,)))[1].decode("utf-8-sig")
    assert body.splitlines() == ["日期", "2026-03-31、2026-03-31", '""']
