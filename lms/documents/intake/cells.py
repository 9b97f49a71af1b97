"""From a cell to a value: text and days. Each refusal says what was there."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

from lms.documents.intake.refusals import CellError, ImpossibleDate, TooLong

if TYPE_CHECKING:
    from lms.documents.intake.reading import Cell

LONGEST_TEXT = 200

# Also with the characters for year, month and day.
_DATE = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?(?:\s+00:00(?::00)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_ERRORS = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"})


def text(cell: Cell, *, largest: int = LONGEST_TEXT) -> str:
    """The cell as a person reads it: a whole number has no ".0".

    Raises:
        CellError: the spreadsheet shows an error there.
        TooLong: more than `largest` characters.
    """
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        cell = int(cell)
    plain = " ".join(str(cell).split()).strip("\u3000\xa0 ")
    if plain in _ERRORS:
        raise CellError
    if len(plain) > largest:
        raise TooLong(largest=largest)
    return plain


def day(cell: Cell) -> date:
    """A date, from a date cell or written as 1968-03-31, 1968/3/31, 1968.3.31, 19680331 or 1968年3月31日.

    Raises:
        ImpossibleDate: it is none, or not in the calendar.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = unicodedata.normalize("NFKC", text(cell))
    match = _DATE.fullmatch(written) or _COMPACT_DATE.fullmatch(written)
    try:
        return date(*map(int, match.groups())) if match else _refuse_date(written)
    except ValueError:
        return _refuse_date(written)


def _refuse_date(written: str) -> date:
    raise ImpossibleDate(text=written)
