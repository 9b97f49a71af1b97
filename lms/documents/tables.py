"""A table, declared once and written as a workbook, a CSV file or printed pages.

Totals and shares are computed here and nowhere else, so that the three forms cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeAlias

from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext

Cell: TypeAlias = str | int | bool | date | tuple[date, ...] | Decimal | None
Row: TypeAlias = Mapping[str, Cell]

EMPTY = "—"


class Kind(StrEnum):
    """What a column holds, which decides how it is written, aligned and added up."""

    TEXT = "text"  # Also card, document and phone numbers: never a number that could turn into 1.1E+17.
    NUMBER = "number"
    DECIMAL = "decimal"  # Four decimals, rounded only here.
    SHARE = "share"  # One decimal of a percent, computed from two other columns, in totals too.
    DATE = "date"
    DATES = "dates"  # Several days in one cell, in ISO 8601, so that they stay short and sort.
    FLAG = "flag"  # Yes or no; a total counts the yeses.


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `under` are the merged heads above its own, from the top; `width` is in full-width characters.

    In totals a `summed` column adds up, and a `counted` one, which names people, says how many they are.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    under: tuple[str, ...] = ()
    width: float = 5
    summed: bool = False
    counted: bool = False
    share_of: tuple[str, str] | None = None  # The keys of the part and of the whole.
    wraps: bool = False

    @property
    def is_totalled(self) -> bool:
        """Whether a total says something of it."""
        return self.summed or self.counted


FIGURES = frozenset({Kind.NUMBER, Kind.DECIMAL, Kind.SHARE})
"""What stands right-aligned."""


class Role(StrEnum):
    """What a line of a table is."""

    BODY = "body"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True)
class Line:
    """One line as it is written: cells in the order of the columns."""

    role: Role
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class HeadCell:
    """One cell of the head, with what it spans. Rows and columns count from 0."""

    row: int
    column: int
    text: str
    rows: int
    columns: int


@dataclass(frozen=True, kw_only=True)
class Table:
    """A titled table whose rows may be a stream: it is read once, in order.

    Args:
        name: short, for the tab of a workbook.
        rows: mappings by column key; a missing key is an empty cell.
        notes: sentences under the title: which day, known when, what the numbers mean.
        made_by, made_at: the 填表单位 and 制表时间 line, shown when given.
        group_by: the key of a column; whenever its value changes, a line with the group's total follows.
        has_total: whether the last line adds up everything.
        signatures: what is signed under it on paper, each a word with its colon and then room.
        frozen: how many columns stay in view.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    notes: tuple[str, ...] = ()
    made_by: str = ""
    made_at: str = ""
    group_by: str | None = None
    has_total: bool = False
    signatures: tuple[str, ...] = ()
    frozen: int = 0

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        named = {key for column in self.columns for key in column.share_of or ()}
        if len(set(keys)) < len(keys) or not named <= set(keys) or (self.group_by or keys[0]) not in keys:
            raise ValueError(f"the columns of {self.name!r} do not fit together")

    @property
    def head_rows(self) -> int:
        """How many rows the head takes."""
        return 1 + max(len(column.under) for column in self.columns)


@dataclass
class _Sums:
    """Running sums of the columns that are summed."""

    columns: tuple[Column, ...]
    sums: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        for column in self.columns:
            value = row.get(column.key)
            if column.counted:
                self.sums[column.key] = self.sums.get(column.key, 0) + (value is not None)
            elif column.summed and isinstance(value, int):
                self.sums[column.key] = self.sums.get(column.key, 0) + value

    def line(self, role: Role, label: str) -> Line:
        totals: dict[str, Cell] = {column.key: self._total(column) for column in self.columns if column.is_totalled}
        labelled = next((column.key for column in self.columns if column.kind is Kind.TEXT), None)
        if labelled is not None:
            totals[labelled] = label
        blank = {column.key: "" for column in self.columns if column.key not in totals and column.share_of is None}
        return Line(role, _cells(self.columns, {**blank, **totals}))

    def _total(self, column: Column) -> Cell:
        total = self.sums.get(column.key, 0)
        return ngettext("%(num)d person", "%(num)d people", total) if column.counted else total


def lines(table: Table) -> Iterator[Line]:
    """The lines of a table, with the totals of groups and of all where they belong."""
    overall, group, current = _Sums(table.columns), _Sums(table.columns), None
    for row in table.rows:
        if table.group_by is not None and row.get(table.group_by) != current:
            if group.sums:
                yield group.line(Role.SUBTOTAL, _("%(group)s: total", group=current))
            group, current = _Sums(table.columns), row.get(table.group_by)
        group.add(row)
        overall.add(row)
        yield Line(Role.BODY, _cells(table.columns, row))
    if table.group_by is not None and group.sums:
        yield group.line(Role.SUBTOTAL, _("%(group)s: total", group=current))
    if table.has_total:
        yield overall.line(Role.TOTAL, _("Grand total"))


def _cells(columns: tuple[Column, ...], row: Row) -> tuple[Cell, ...]:
    return tuple(
        share(row.get(column.share_of[0]), row.get(column.share_of[1])) if column.share_of else row.get(column.key)
        for column in columns
    )


def share(part: Cell, whole: Cell) -> Decimal | None:
    """Part of whole as a fraction rounded half up to one decimal of a percent; None where the whole is 0."""
    if not isinstance(part, int) or not isinstance(whole, int) or whole == 0:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.001"), ROUND_HALF_UP)


def head(columns: tuple[Column, ...]) -> list[HeadCell]:
    """The cells of the head: neighbours under the same words share a merged cell, a lone title reaches down."""
    depth = 1 + max(len(column.under) for column in columns)
    cells = []
    for level in range(depth):
        start = 0
        while start < len(columns):
            end = start + 1
            while end < len(columns) and _shares_head(columns[start], columns[end], level):
                end += 1
            text, rows = _head_at(columns[start], level, depth)
            if rows:
                cells.append(HeadCell(level, start, text, rows, end - start))
            start = end
    return cells


def _shares_head(left: Column, right: Column, level: int) -> bool:
    return level < len(left.under) and left.under[: level + 1] == right.under[: level + 1]


def _head_at(column: Column, level: int, depth: int) -> tuple[str, int]:
    if level < len(column.under):
        return column.under[level], 1
    return (column.title, depth - level) if level == len(column.under) else ("", 0)


def display(cell: Cell, kind: Kind) -> str:
    """A cell as words, for print: one decimal of a percent, an official date, yes or no, a dash for nothing."""
    if cell is None:
        return EMPTY
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, Decimal) and kind is Kind.SHARE:
        return f"{cell * 100:.1f}%"
    if isinstance(cell, Decimal) and kind is Kind.DECIMAL:
        return f"{cell:.4f}"
    if isinstance(cell, tuple):
        return _("; ").join(day.isoformat() for day in cell) or EMPTY
    return official_date(cell) if isinstance(cell, date) else str(cell)


def official_date(day: date) -> str:
    """A date as official documents write it: 2026年3月31日 (GB/T 9704-2012, 7.3.5.4), no leading zeros."""
    return _("%(year)d-%(month)d-%(day)d", year=day.year, month=day.month, day=day.day)


def made_line(table: Table) -> str:
    """The 填表单位 and 制表时间 line; empty when neither is given."""
    parts = []
    if table.made_by:
        parts.append(_("Filled in by: %(unit)s", unit=table.made_by))
    if table.made_at:
        parts.append(_("Made at: %(instant)s", instant=table.made_at))
    return "\u3000\u3000".join(parts)
