"""Text that a spreadsheet will only ever show, never run."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # Characters that a cell of a workbook may hold.

# What XML 1.0 cannot carry, and marks that turn the reading direction round.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def printable(text: str) -> str:
    """The text without characters that no reader sees, and no longer than a cell holds."""
    text = _UNPRINTABLE.sub("", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def inert(text: str) -> str:
    """The text for a CSV cell: what could start a formula is led by an apostrophe, which Excel reads as "text".

    Spreadsheets skip leading blanks before they look for a formula, so we look past them too.
    """
    text = printable(text)
    starts = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if starts else text
