"""From a cell to a value: text, dates, whole numbers, words of a list. Each refusal says what was there."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lms.people.roster.columns import choices, coded
from lms.people.roster.refusals import CellError, EmailInvalid, ImpossibleDate, NotAChoice, NotANumber, TooLong

if TYPE_CHECKING:
    from collections.abc import Callable

    from lms.people.roster.columns import Field
    from lms.people.roster.reading import Cell

LONGEST_TEXT = 200
LARGEST_MANUAL_NUMBER = 9999

# Also with the characters for year, month and day.
_DATE = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?(?:\s+00:00(?::00)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_ERRORS = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def text(cell: Cell) -> str:
    """The cell as a person reads it: a whole number has no ".0".

    Raises:
        CellError: the spreadsheet shows an error there.
        TooLong: more than `LONGEST_TEXT` characters.
    """
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        cell = int(cell)
    plain = " ".join(str(cell).split()).strip("\u3000\xa0 ")
    if plain in _ERRORS:
        raise CellError
    if len(plain) > LONGEST_TEXT:
        raise TooLong(largest=LONGEST_TEXT)
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


def whole_number(cell: Cell) -> int:
    """A manual number, from 1.

    Raises:
        NotANumber: it is none, or too large.
    """
    written = unicodedata.normalize("NFKC", text(cell))
    if not written.isdecimal() or not 1 <= int(written) <= LARGEST_MANUAL_NUMBER:
        raise NotANumber(text=written, largest=LARGEST_MANUAL_NUMBER)
    return int(written)


def code(field: Field) -> Callable[[Cell], Any]:
    """A parser for a column whose words stand for codes; it raises NotAChoice."""

    def parse(cell: Cell) -> Any:
        written = text(cell)
        try:
            return coded(field)[written]
        except KeyError:
            raise NotAChoice(text=written) from None

    return parse


def word(field: Field) -> Callable[[Cell], str]:
    """A parser for a column of a code table, whose words are kept as they are; it raises NotAChoice."""

    def parse(cell: Cell) -> str:
        written = text(cell)
        if written not in choices(field):
            raise NotAChoice(text=written)
        return written

    return parse


def email(cell: Cell) -> str:
    """An address that mail could be sent to; raises EmailInvalid."""
    written = unicodedata.normalize("NFKC", text(cell))
    if not _EMAIL.fullmatch(written):
        raise EmailInvalid(text=written)
    return written


def raw(cell: Cell) -> str:
    """The cell for judging numbers that a spreadsheet may have ruined: a float keeps its exponent or its ".0"."""
    if isinstance(cell, float) and cell.is_integer() and 10**10 <= cell < 10**11 and cell % 10**6:
        return str(int(cell))  # Eleven digits are shown and kept whole; only their rounded form is suspicious.
    return f"{cell:.17g}" if isinstance(cell, float) and cell < 10**15 else str(cell)
