"""From a workbook to rows of cells under known columns. Nothing is judged here but the file and its header."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Generic, TypeAlias

import python_calamine

from lms.core.i18n import gettext as _
from lms.documents.intake.file_guard import check_workbook
from lms.documents.intake.layout import Field, passed_over
from lms.documents.intake.refusals import HeaderRefused, NoRows, NotAWorkbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.documents.intake.layout import Layout

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class SheetRow(Generic[Field]):
    """A row as it came. `number` counts as the spreadsheet does, from 1, header included."""

    number: int
    cells: dict[Field, Cell]


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Field]):
    """A table as it came: which columns, in the order of the template, and its rows that are not blank."""

    fields: tuple[Field, ...]
    rows: list[SheetRow[Field]]


def read_sheet(data: bytes, layout: Layout[Field]) -> Sheet[Field]:
    """Read the first sheet whose header fits the layout. A formula counts as the value it last had.

    Raises:
        WorkbookUnreadable: the file is none that can be read, its header cannot be used, or there is no row.
    """
    check_workbook(data)
    grid = _grid(data, {layout.sheet, _(layout.sheet)})
    head = next((index for index, cells in enumerate(grid) if any(map(_words, cells))), None)
    if head is None:
        raise NoRows
    places = _places(grid[head], layout)
    rows = [
        SheetRow(number, cells)
        for number, line in enumerate(grid[head + 1 :], start=head + 2)
        if (cells := {field: line[place] for field, place in places.items() if _is_filled(line, place)})
    ]
    if not rows:
        raise NoRows
    return Sheet(tuple(places), rows)


def _grid(data: bytes, titles: set[str]) -> list[list[Cell]]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        names = workbook.sheet_names
        wanted = next((name for name in names if name in titles), names[0])
        rows: list[list[Cell]] = workbook.get_sheet_by_name(wanted).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError) as error:
        raise NotAWorkbook from error
    return rows


def _words(cell: Cell) -> str:
    """A header cell without the marks and spaces that people put around it; the template marks what must be filled."""
    words = " ".join(unicodedata.normalize("NFC", str(cell)).split()).rstrip("*＊").strip()
    return words if words.isascii() else words.replace(" ", "")


def _is_filled(line: Sequence[Cell], place: int) -> bool:
    return place < len(line) and str(line[place]).strip(" \t\r\n\u3000\xa0") != ""


def _places(header: Sequence[Cell], layout: Layout[Field]) -> dict[Field, int]:
    """Where each column is, in the order of the template. Any order will do."""
    by_title = {_words(title): field for title, field in layout.by_title.items()}
    places: dict[Field, int] = {}
    unknown, twice = [], []
    for place, text in enumerate(map(_words, header)):
        field = by_title.get(text)
        if not text or text in passed_over():
            continue
        if field is None:
            unknown.append(text)
        elif field in places:
            twice.append(layout.title(field))
        else:
            places[field] = place
    missing = [layout.title(field) for field in layout.required if field not in places]
    if layout.keys and not any(field in places for field in layout.keys):
        one, *others = map(layout.title, layout.keys)
        missing.append(_("%(one)s or %(other)s", one=one, other=others[0]) if others else one)
    _refuse_header(missing, unknown, twice)
    return {field: places[field] for field in layout.by_field if field in places}


def _refuse_header(missing: list[str], unknown: list[str], twice: list[str]) -> None:
    details = []
    if missing:
        details.append(_("Missing: %(columns)s.", columns=_(", ").join(missing)))
    if unknown:
        details.append(_("Unknown: %(columns)s.", columns=_(", ").join(unknown)))
    if twice:
        details.append(_("More than once: %(columns)s.", columns=_(", ").join(twice)))
    if details:
        raise HeaderRefused(details=" ".join(details))
