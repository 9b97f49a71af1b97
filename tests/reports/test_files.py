import csv
import io
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from lms.core import settings as process
from lms.reports import files, queries
from lms.reports.files import Format
from tests.factories import make_electing_body, make_mandate, make_person, make_term
from tests.reports.cast import JULY, JUNE, LATER, enter, exempt, kind_of

MADE_AT = datetime(2026, 7, 11, 1, 30, tzinfo=UTC)


@pytest.fixture
def term(database, settings):
    process.use(settings)
    term = make_term()
    beijing = make_electing_body(term, name="北京市")
    make_electing_body(term, name="天津市")
    kind = kind_of(term.congress)
    enter(
        make_mandate(beijing, make_person(name="=王伟"), card_number="000012345678901234"),
        kind,
        occurred_on=date(2026, 3, 31),
    )
    make_mandate(beijing, make_person(name="艾力·买买提"))
    exempt(make_mandate(beijing, make_person(name="李㙍")))
    return term


@pytest.fixture
def write(term, tmp_path):
    def write_it(file_format, **given):
        path = tmp_path / f"report.{file_format}"
        asked = queries.question(congress_id=term.congress_id, as_at=JUNE, known_at=JULY, now=LATER)
        assert files.write(path, file_format, asked, made_at=MADE_AT, **given) == 3
        return path

    return write_it


def sheet(path, number):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(number).to_python(skip_empty_area=False)


def test_the_first_sheet_counts_by_unit_in_official_order_and_ends_with_a_total(write):
    rows = sheet(write(Format.WORKBOOK), 0)
    beijing, tianjin, total = rows[-3:]
    assert beijing[1:12] == ["北京市", 3, 3, 3, 2, 2, 2, 1, 1, 1, 0.5]
    assert tianjin[1:12] == ["天津市", 0, 0, 0, 0, 0, 0, 0, 0, 0, "—"]
    assert total[1:12] == ["合计", 3, 3, 3, 2, 2, 2, 1, 1, 1, 0.5]


def test_each_table_says_which_day_which_instant_and_what_the_numbers_mean(write):
    path = write(Format.WORKBOOK)
    for number in (0, 1):
        words = " ".join(str(row[0]) for row in sheet(path, number)[:6])
        assert "截至日期：2026年6月30日（含当日）" in words
        assert "数据认定时间：北京时间2026年7月10日 10:00:00" in words
        assert "制表时间：2026年7月11日 09:30:00" in words
        assert "实有：" in words
        assert "专题学习班" in words


def test_the_title_names_the_congress_in_its_term(write):
    assert sheet(write(Format.WORKBOOK), 0)[0][0].startswith("第十四届")


def test_the_second_sheet_lists_deputies_with_days_and_totals(write):
    rows = sheet(write(Format.WORKBOOK), 1)
    first = next(row for row in rows if row[0] == 1)
    assert first[1:4] == ["北京市", "=王伟", "000012345678901234"]
    assert first[-2:] == [1, "2026-03-31"]
    assert [row[1] for row in rows[-2:]] == ["北京市小计", "合计"]
    assert rows[-1][8] == 1


def test_the_exempt_are_named_with_the_reason(write):
    rows = sheet(write(Format.WORKBOOK), 1)
    (row,) = [row for row in rows if row[2] == "李㙍"]
    assert row[6:9] == ["否", "长期病休", "—"]


def test_the_csv_file_is_plain_data_by_deputy(write):
    rows = list(csv.DictReader(io.StringIO(write(Format.CSV).read_bytes().decode("utf-8-sig"))))
    assert [row["姓名"] for row in rows] == ["'=王伟", "艾力·买买提", "李㙍"]
    assert rows[0]["学习培训/专题学习班/完成日期"] == "2026-03-31"
    assert rows[0]["代表证号"] == "000012345678901234"


def test_the_pdf_is_made_and_says_the_same_each_time(write):
    first = write(Format.PDF).read_bytes()
    assert first.startswith(b"%PDF-")
    assert write(Format.PDF).read_bytes() == first


@pytest.mark.parametrize("file_format", list(Format))
def test_progress_ends_at_the_whole(write, file_format):
    told = []
    write(file_format, told=lambda done, total: told.append((done, total)))
    done, total = told[-1]
    assert done == total > 0


def test_the_files_name_says_of_which_day_it_is(term):
    asked = queries.question(congress_id=term.congress_id, as_at=JUNE, known_at=JULY, now=LATER)
    assert files.file_name(asked, Format.WORKBOOK) == "学习培训情况_截至20260630.xlsx"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "第一届"), (10, "第十届"), (14, "第十四届"), (20, "第二十届"), (21, "第二十一届")]
)
def test_terms_are_numbered_in_chinese_numerals(term, tmp_path, number, words):
    other = make_term(number=number)
    asked = queries.question(congress_id=other.congress_id, as_at=JUNE, known_at=JULY, now=LATER)
    files.write(tmp_path / "t.xlsx", Format.WORKBOOK, asked, made_at=MADE_AT)
    assert sheet(tmp_path / "t.xlsx", 0)[0][0].startswith(f"{words}第")
