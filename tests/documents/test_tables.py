from datetime import date
from decimal import Decimal

import pytest

from lms.documents.tables import Column, Kind, Role, Table, display, head, lines, share
from tests.documents.cast import COLUMNS, row, table


def written(source):
    return list(lines(source))


def test_a_total_follows_each_group_and_all():
    rows = [row("北京市"), row("北京市", trained=False), row("天津市", times=5)]
    result = written(table(rows, group_by="unit", has_total=True))
    assert [line.role for line in result] == [
        Role.BODY,
        Role.BODY,
        Role.SUBTOTAL,
        Role.BODY,
        Role.SUBTOTAL,
        Role.TOTAL,
    ]
    assert result[2].cells == ("北京市小计", "", 2, 1, Decimal("0.500"), 2, 4, "")
    assert result[5].cells == ("合计", "", 3, 2, Decimal("0.667"), 3, 9, "")


def test_a_total_counts_the_people_whom_a_column_names():
    columns = (Column(key="unit", title="选举单位"), Column(key="name", title="姓名", counted=True))
    named = [{"unit": "北京市", "name": "王毛"}, {"unit": "北京市", "name": None}, {"unit": "天津市", "name": "文方"}]
    result = written(table(named, columns=columns, group_by="unit", has_total=True))
    totals = [line.cells for line in result if line.role is not Role.BODY]
    assert totals == [("北京市小计", "1人"), ("天津市小计", "1人"), ("合计", "2人")]


def test_a_share_in_a_total_is_of_the_sums_and_no_mean_of_shares():
    rows = [row(due=1, trained=1), row(due=99, trained=0)]
    assert written(table(rows, has_total=True))[-1].cells[4] == Decimal("0.010")


def test_rows_are_read_once_and_only_as_far_as_they_are_written():
    seen = []
    stream = (seen.append(number) or row() for number in range(10))
    lines_of = lines(table(stream))
    next(lines_of)
    assert seen == [0]


def test_an_empty_table_with_a_total_adds_up_to_nothing():
    assert written(table(has_total=True, group_by="unit"))[0].cells == ("合计", "", 0, 0, None, 0, 0, "")


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 2000, "0.1%"),
        (1, 2001, "0.0%"),
        (3, 3, "100.0%"),
        (0, 0, "—"),
        (None, 5, "—"),
    ],
)
def test_percents_have_one_decimal_rounded_half_up(part, whole, percent):
    assert display(share(part, whole), Kind.SHARE) == percent


def test_neighbours_under_the_same_words_share_a_head_and_lone_titles_reach_down():
    cells = {(cell.row, cell.column): (cell.text, cell.rows, cell.columns) for cell in head(COLUMNS)}
    assert cells[0, 0] == ("选举单位", 3, 1)
    assert cells[0, 5] == ("学习班", 1, 2)
    assert cells[1, 5] == ("人数", 2, 1)
    assert cells[0, 7] == ("网上课程", 1, 1)
    assert cells[1, 7] == ("最近一次", 1, 1)
    assert cells[2, 7] == ("日期", 1, 1)


def test_equal_words_under_different_heads_are_not_merged():
    columns = (
        Column(key="a", title="人数", under=("学习班",)),
        Column(key="b", title="人数", under=("网上课程",)),
    )
    assert [(cell.text, cell.columns) for cell in head(columns)] == [
        ("学习班", 1),
        ("网上课程", 1),
        ("人数", 1),
        ("人数", 1),
    ]


def test_cells_read_as_official_documents_write_them():
    assert display(date(2026, 3, 1), Kind.DATE) == "2026年3月1日"
    assert display(None, Kind.TEXT) == "—"
    assert display(False, Kind.FLAG) == "否"
    assert display(0, Kind.NUMBER) == "0"


@pytest.mark.parametrize(
    "columns",
    [
        (Column(key="a", title="A"), Column(key="a", title="B")),
        (Column(key="a", title="A", kind=Kind.SHARE, share_of=("b", "c")),),
    ],
)
def test_columns_that_do_not_fit_together_are_refused_at_once(columns):
    with pytest.raises(ValueError, match="do not fit"):
        Table(name="t", title="t", columns=columns, rows=())
