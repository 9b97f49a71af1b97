"""Workbooks (.xlsx) that an office can print as they are: A4 landscape, heads on every page, totals, signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import xlsxwriter

from lms.core.i18n import gettext as _
from lms.documents.safe_text import printable
from lms.documents.tables import EMPTY, FIGURES, Kind, Role, display, head, lines, made_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from lms.documents.tables import Cell, Column, Line, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

BODY_FONT, HEAD_FONT = "SimSun", "SimHei"
A4 = 9
TITLE_HEIGHT, NOTE_HEIGHT, HEAD_HEIGHT, BODY_HEIGHT, LINE_HEIGHT = 32, 16, 21, 16, 13  # Points.
DAY_WIDTH = 6  # A day in ISO 8601 and the mark after it, in full-width characters.
FULL_WIDTH, PADDING = 2.1, 0.6  # One Chinese character in Excel's unit, the width of a digit.
TEXT_FORMAT, NUMBER_FORMAT, DECIMAL_FORMAT, SHARE_FORMAT = "@", "0", "0.0000", "0.0%"
LARGEST_EXACT = 10**11  # From 12 digits on Excel shows a number as 1.23E+11, and from 16 on it loses digits.

SIGNATURE_ROOM = "\u3000" * 10

OPTIONS = {
    "constant_memory": True,  # Rows leave memory as they are written.
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class _Styles:
    """The formats of one workbook: the caption's, the head's and one for each role and kind."""

    title: Format
    note: Format
    head: Format
    cells: dict[tuple[Role, Kind, bool], Format]


def write_workbook(path: Path, tables: Sequence[Table], *, created: datetime) -> int:
    """Write the tables as sheets of one workbook; the same input gives the same bytes.

    Memory does not grow with the rows. Each text is written as text, so that no cell can start a formula; the
    properties name neither a person nor a machine.

    Args:
        path: where to; overwritten.
        created: the instant that the properties give.

    Returns:
        How many lines were written below the heads.
    """
    with xlsxwriter.Workbook(str(path), OPTIONS) as workbook:
        workbook.set_properties({"title": tables[0].title, "created": created.astimezone(UTC).replace(tzinfo=None)})
        styles = _styles(workbook)
        return sum(_write_sheet(workbook.add_worksheet(table.name[:31]), table, styles) for table in tables)


def _styles(workbook: xlsxwriter.Workbook) -> _Styles:
    base = {"font_name": BODY_FONT, "font_size": 10.5, "valign": "vcenter"}
    boxed = {**base, "border": 1, "border_color": "#8C8C8C"}
    formats = dict.fromkeys(Kind, TEXT_FORMAT) | {
        Kind.NUMBER: NUMBER_FORMAT,
        Kind.DECIMAL: DECIMAL_FORMAT,
        Kind.SHARE: SHARE_FORMAT,
    }
    formats[Kind.DATE] = _('yyyy"-"m"-"d')
    cells = {}
    for role in Role:
        for kind in Kind:
            for wraps in (False, True):
                style = {**boxed, "num_format": formats[kind], "align": _alignment(kind), "text_wrap": wraps}
                if style["align"] == "left":
                    style["indent"] = 1  # Words keep off the figures to their left.
                if role is not Role.BODY:
                    style |= {"bold": True, "bg_color": "#F2F0EB" if role is Role.SUBTOTAL else "#E6E2D8"}
                cells[role, kind, wraps] = workbook.add_format(style)
    return _Styles(
        title=workbook.add_format({**base, "font_name": HEAD_FONT, "font_size": 18, "align": "center"}),
        note=workbook.add_format({**base, "font_color": "#3F3F3F", "text_wrap": True}),
        head=workbook.add_format(
            {**boxed, "font_name": HEAD_FONT, "align": "center", "text_wrap": True, "bg_color": "#EFEDE7"}
        ),
        cells=cells,
    )


def _alignment(kind: Kind) -> str:
    if kind in FIGURES:
        return "right"
    return "left" if kind in (Kind.TEXT, Kind.DATES) else "center"


def _write_sheet(sheet: Worksheet, table: Table, styles: _Styles) -> int:
    _set_up_columns(sheet, table)
    head_at = _write_caption(sheet, table, styles)
    _write_head(sheet, table, styles, head_at)
    body_at = head_at + table.head_rows
    _set_up_print(sheet, table, head_at, body_at)
    row = body_at
    for line in lines(table):
        _write_line(sheet, row, line, table.columns, styles)
        row += 1
    if table.signatures:
        sheet.set_row(row + 1, HEAD_HEIGHT)
        _write_across(sheet, row + 1, SIGNATURE_ROOM.join([*table.signatures, ""]), table, styles.note)
    return row - body_at


def _set_up_columns(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, round((column.width + PADDING) * FULL_WIDTH, 1))


def _write_caption(sheet: Worksheet, table: Table, styles: _Styles) -> int:
    """Title, notes and the 填表单位 line, each as wide as the table. Returns the row on which the head starts."""
    captions = [*table.notes, *filter(None, [made_line(table)])]
    width = sum(column.width + PADDING for column in table.columns)
    sheet.set_row(0, TITLE_HEIGHT)
    _write_across(sheet, 0, table.title, table, styles.title)
    for row, text in enumerate(captions, start=1):
        sheet.set_row(row, NOTE_HEIGHT * _lines_needed(text, width))
        _write_across(sheet, row, text, table, styles.note)
    return 1 + len(captions)


def _write_across(sheet: Worksheet, row: int, text: str, table: Table, style: Format) -> None:
    sheet.write_string(row, 0, printable(text), style)
    for column in range(1, len(table.columns)):
        sheet.write_blank(row, column, None, style)
    _merge(sheet, row, 0, 1, len(table.columns))


def _lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a width of so many full-width characters; programs rarely find out by themselves."""
    return sum(max(1, ceil(_width(line) / width)) for line in text.split("\n"))


def _width(text: str) -> float:
    return sum(1 if east_asian_width(character) in "WFA" else 0.5 for character in text)


def _write_head(sheet: Worksheet, table: Table, styles: _Styles, at: int) -> None:
    """Write the head row by row, as constant memory asks."""
    cells = head(table.columns)
    words = {(cell.row, cell.column): cell.text for cell in cells}
    for level in range(table.head_rows):
        sheet.set_row(at + level, HEAD_HEIGHT)
        for column in range(len(table.columns)):
            sheet.write_string(at + level, column, printable(words.get((level, column), "")), styles.head)
    for cell in cells:
        _merge(sheet, at + cell.row, cell.column, cell.rows, cell.columns)


def _merge(sheet: Worksheet, row: int, column: int, rows: int, columns: int) -> None:
    """Note a merged range. `merge_range` would write its cells anew, which constant memory cannot do backwards."""
    if rows * columns > 1:
        sheet.merge.append([row, column, row + rows - 1, column + columns - 1])


def _write_line(sheet: Worksheet, row: int, line: Line, columns: tuple[Column, ...], styles: _Styles) -> None:
    height = 1
    for number, (cell, column) in enumerate(zip(line.cells, columns, strict=True)):
        words = _wrapped(cell, column) if column.wraps else cell
        if isinstance(words, str) and column.wraps:
            height = max(height, _lines_needed(words, column.width))
        _write_cell(sheet, (row, number), words, column.kind, styles.cells[line.role, column.kind, column.wraps])
    sheet.set_row(row, BODY_HEIGHT + (height - 1) * LINE_HEIGHT)


def _wrapped(cell: Cell, column: Column) -> Cell:
    """Days are broken between two days and never inside one."""
    if not isinstance(cell, tuple) or not cell:
        return cell
    on_a_line = max(1, int(column.width / DAY_WIDTH))
    parts = (display(cell[start : start + on_a_line], Kind.DATES) for start in range(0, len(cell), on_a_line))
    return "\n".join(parts)


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, kind: Kind, style: Format) -> None:
    if _is_figure(cell, kind):
        sheet.write_number(*at, cell, style)
    elif isinstance(cell, date) and kind is Kind.DATE:
        sheet.write_datetime(*at, cell, style)
    elif cell == "":
        sheet.write_blank(*at, None, style)
    else:
        sheet.write_string(*at, EMPTY if cell is None else printable(display(cell, kind)), style)


def _is_figure(cell: Cell, kind: Kind) -> bool:
    if kind is Kind.TEXT or isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return False
    return -LARGEST_EXACT < cell < LARGEST_EXACT


def _set_up_print(sheet: Worksheet, table: Table, head_at: int, body_at: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)  # One page wide, as many long as it takes.
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.75)  # Inches.
    sheet.center_horizontally()
    sheet.repeat_rows(head_at, body_at - 1)
    sheet.freeze_panes(body_at, table.frozen)
    sheet.set_footer("&C" + _("Page &P of &N"))
