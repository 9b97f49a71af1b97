"""A roster's workbook as rows of cells."""

from __future__ import annotations

from typing import TypeAlias

from lms.documents.intake import reading
from lms.people.roster.columns import LAYOUT, Field

Sheet: TypeAlias = reading.Sheet[Field]
SheetRow: TypeAlias = reading.SheetRow[Field]


def read_roster(data: bytes) -> Sheet:
    """Read the first sheet whose header is a roster's.

    Raises:
        WorkbookUnreadable: the file is none that can be read, its header cannot be used, or there is no row.
    """
    return reading.read_sheet(data, LAYOUT)
