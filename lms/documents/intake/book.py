"""A workbook to fill in: the empty template, a filled one, and the one of bad rows with a reason beside each.

Numbers are text, so that no spreadsheet rounds them; every text is written as text, so that none starts a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from lms.core.i18n import N_
from lms.core.i18n import gettext as _
from lms.documents.intake.layout import REASON, ROW_NUMBER, Field
from lms.documents.safe_text import printable
from lms.documents.workbooks import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import BinaryIO

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from lms.documents.intake.layout import Layout
    from lms.documents.intake.reading import Cell

    Lists = Mapping[Field, Sequence[str]]

NOTES_SHEET, LISTS_SHEET = N_("How to fill it in"), N_("Lists")
LAST_ROW = 5000  # How far down the lists and formats of the template reach.
FULL_WIDTH = 2.1  # One Chinese character in Excel's unit, the width of a digit.
REASON_WIDTH, LINE_HEIGHT = 30, 15  # Full-width characters; points.
A4, A3 = 9, 8


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that came back: which it was, and why."""

    row: int
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Format
    head_required: Format
    text: Format
    date: Format
    reason: Format
    title: Format
    plain: Format


def write_book(
    target: BinaryIO,
    layout: Layout[Field],
    lists: Lists[Field],
    *,
    created: datetime,
    rows: Iterable[Mapping[Field, Cell]] = (),
    faults: Sequence[Fault] | None = None,
) -> None:
    """Write a workbook of one kind.

    Args:
        target: where to.
        layout: its columns and notes.
        lists: the words to choose from, by column.
        created: the instant that the properties give.
        rows: what to fill in; nothing for the template.
        faults: for each row why it came back; then two more columns say so, which are passed over when it is read.
    """
    with xlsxwriter.Workbook(target, {**OPTIONS, "constant_memory": False, "in_memory": True}) as book:
        book.set_properties({"title": _(layout.sheet), "created": created.astimezone(UTC).replace(tzinfo=None)})
        styles = _styles(book)
        sheet = book.add_worksheet(_(layout.sheet))
        offered = {column.field: lists[column.field] for column in layout.columns if lists.get(column.field)}
        _write_notes(book.add_worksheet(_(NOTES_SHEET)), layout, styles)
        _write_lists(book.add_worksheet(_(LISTS_SHEET)), layout, offered)
        first = 2 if faults is not None else 0
        _write_head(sheet, layout, styles, first, has_faults=faults is not None)
        _write_rows(sheet, layout, styles, first, rows)
        _write_faults(sheet, styles, faults or ())
        _offer_choices(sheet, layout, offered, first)


def _styles(book: xlsxwriter.Workbook) -> _Styles:
    base = {"font_name": "SimSun", "font_size": 10.5, "valign": "vcenter"}
    head = {**base, "font_name": "SimHei", "align": "center", "text_wrap": True, "border": 1, "border_color": "#8C8C8C"}
    return _Styles(
        head=book.add_format({**head, "bg_color": "#EFEDE7"}),
        head_required=book.add_format({**head, "bg_color": "#F6E3E1", "font_color": "#A61B22"}),
        text=book.add_format({**base, "num_format": "@"}),
        date=book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
        reason=book.add_format({**base, "font_color": "#A61B22", "text_wrap": True}),
        title=book.add_format({**base, "font_name": "SimHei", "font_size": 16}),
        plain=book.add_format({**base, "text_wrap": True, "valign": "top"}),
    )


def _write_head(sheet: Worksheet, layout: Layout[Field], styles: _Styles, first: int, *, has_faults: bool) -> None:
    sheet.set_row(0, 32)
    for place, column in enumerate(layout.columns, start=first):
        words = f"{column.label}*" if column.required else column.label
        style = styles.date if column.field in layout.dates else styles.text
        sheet.set_column(place, place, max(column.width, len(column.label) / 2 + 1) * FULL_WIDTH, style)
        sheet.write_string(0, place, words, styles.head_required if column.required else styles.head)
    if has_faults:
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, REASON_WIDTH * FULL_WIDTH, styles.reason)
        sheet.write_string(0, 0, _(ROW_NUMBER), styles.head)
        sheet.write_string(0, 1, _(REASON), styles.head)
    sheet.freeze_panes(1, first + 2)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_rows(
    sheet: Worksheet, layout: Layout[Field], styles: _Styles, first: int, rows: Iterable[Mapping[Field, Cell]]
) -> None:
    for number, cells in enumerate(rows, start=1):
        for place, column in enumerate(layout.columns, start=first):
            cell = cells.get(column.field)
            if cell is not None:
                _write_cell(sheet, number, place, cell, styles)


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, styles: _Styles) -> None:
    if isinstance(cell, bool) or not isinstance(cell, int | float | date):
        sheet.write_string(row, place, printable(str(cell)), styles.text)
    elif isinstance(cell, date):  # A datetime is one too.
        sheet.write_datetime(row, place, cell, styles.date)
    else:
        sheet.write_number(row, place, cell)


def _write_faults(sheet: Worksheet, styles: _Styles, faults: Sequence[Fault]) -> None:
    for number, fault in enumerate(faults, start=1):
        sheet.write_number(number, 0, fault.row)
        sheet.write_string(number, 1, printable("\n".join(fault.reasons)), styles.reason)
        sheet.set_row(number, LINE_HEIGHT * sum(ceil(len(reason) / REASON_WIDTH) for reason in fault.reasons))


def _write_notes(sheet: Worksheet, layout: Layout[Field], styles: _Styles) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, _(NOTES_SHEET), styles.title)
    for row, note in enumerate(layout.notes, start=2):
        sheet.merge_range(row, 0, row, 2, f"{row - 1}. {_(note)}", styles.plain)
        sheet.set_row(row, 18)
    top = len(layout.notes) + 3
    for place, words in enumerate((_("Column"), _("Required"), _("Note"))):
        sheet.write_string(top, place, words, styles.head)
    for row, column in enumerate(layout.columns, start=top + 1):
        sheet.write_string(row, 0, column.label, styles.plain)
        sheet.write_string(row, 1, _("Yes") if column.required else _("No"), styles.plain)
        sheet.write_string(row, 2, _(column.note), styles.plain)
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _write_lists(sheet: Worksheet, layout: Layout[Field], offered: Lists[Field]) -> None:
    """The lists lie on a sheet of their own: written into a rule, they may have 255 characters only."""
    for place, (field, words) in enumerate(offered.items()):
        sheet.write_string(0, place, layout.title(field))
        sheet.write_column(1, place, list(words))
        sheet.set_column(place, place, 30)
    sheet.hide()


def _offer_choices(sheet: Worksheet, layout: Layout[Field], offered: Lists[Field], first: int) -> None:
    places = {column.field: place for place, column in enumerate(layout.columns, start=first)}
    for place, (field, words) in enumerate(offered.items()):
        letter = xl_col_to_name(place)
        sheet.data_validation(
            1,
            places[field],
            LAST_ROW,
            places[field],
            {
                "validate": "list",
                "source": f"='{_(LISTS_SHEET)}'!${letter}$2:${letter}${len(words) + 1}",
                "error_type": "warning",
                "error_title": layout.title(field)[:32],
                "error_message": _("Please choose from the list."),
            },
        )
