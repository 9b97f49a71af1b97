"""CSV as Chinese offices open it: UTF-8 with a byte order mark, for Excel; RFC 4180 otherwise."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from lms.core.i18n import gettext as _
from lms.documents.safe_text import inert
from lms.documents.tables import Kind, display, lines

if TYPE_CHECKING:
    from typing import BinaryIO

    from lms.documents.tables import Cell, Column, Table

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MEDIA_TYPE = "text/csv; charset=utf-8"


def write_csv(table: Table, target: BinaryIO) -> int:
    """Write a table's head (one row, merged heads joined by "/") and lines; dates are ISO 8601.

    Returns:
        How many lines followed the head.
    """
    target.write(BYTE_ORDER_MARK)
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(inert("/".join((*column.under, column.title))) for column in table.columns)
    count = 0
    for line in lines(table):
        writer.writerow(map(_field, line.cells, table.columns))
        count += 1
    text.detach()
    return count


def _field(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, tuple) or column.kind is Kind.SHARE:
        return display(cell, column.kind) if cell else ""
    return inert(cell) if isinstance(cell, str) else str(cell)
