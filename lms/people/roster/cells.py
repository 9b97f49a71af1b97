"""From a cell of a roster to a value: whole numbers, words of a list, addresses, numbers that may be ruined."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from lms.documents.intake.cells import text
from lms.documents.intake.refusals import NotAChoice
from lms.people.roster.columns import choices, coded
from lms.people.roster.refusals import EmailInvalid, NotANumber

if TYPE_CHECKING:
    from collections.abc import Callable

    from lms.documents.intake.reading import Cell
    from lms.people.roster.columns import Field

LARGEST_MANUAL_NUMBER = 9999

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


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
