"""A small table that has one of everything, for the tests of the three forms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lms.documents.tables import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.documents.tables import Row

COLUMNS = (
    Column(key="unit", title="选举单位", width=10),
    Column(key="card", title="代表证号", width=9),
    Column(key="due", title="应训", kind=Kind.NUMBER, summed=True),
    Column(key="trained", title="已训", kind=Kind.FLAG, summed=True),
    Column(key="rate", title="占比", kind=Kind.SHARE, share_of=("trained", "due")),
    Column(key="people", title="人数", under=("学习班",), kind=Kind.NUMBER, summed=True),
    Column(key="times", title="人次", under=("学习班",), kind=Kind.NUMBER, summed=True),
    Column(key="last", title="日期", under=("网上课程", "最近一次"), kind=Kind.DATE, width=8),
)


def row(unit: str = "北京市", **cells: Any) -> dict[str, Any]:
    return {"unit": unit, "card": "11010519491231002X", "due": 1, "trained": True, "people": 1, "times": 2, **cells}


def table(rows: Iterable[Row] = (), **options: Any) -> Table:
    given: dict[str, Any] = {"name": "表一", "title": "学习培训情况", "columns": COLUMNS, "rows": rows, **options}
    return Table(**given)


MARCH = date(2026, 3, 31)
