"""A declared table as the macro `simple_table` of the pages takes it, so that a page and its file say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lms.documents.tables import FIGURES, Role, display, lines

if TYPE_CHECKING:
    from lms.documents.tables import Line, Table


@dataclass(frozen=True)
class WebTable:
    """Labels, rows and the total's row, all of them words already."""

    caption: str
    columns: list[dict[str, Any]]
    rows: list[list[str]]
    total: list[str | None] | None


def web_table(table: Table) -> WebTable:
    """The table for a page; merged heads are put before the title of their column. Read whole: keep it short."""
    written = list(lines(table))
    totals = [_words(table, line) for line in written if line.role is Role.TOTAL]
    return WebTable(
        caption=table.title,
        columns=[
            {"label": " ".join((*column.under, column.title)), "figure": column.kind in FIGURES}
            for column in table.columns
        ],
        rows=[_words(table, line) for line in written if line.role is Role.BODY],
        total=[words or None for words in totals[0]] if totals else None,
    )


def _words(table: Table, line: Line) -> list[str]:
    return [display(cell, column.kind) for cell, column in zip(line.cells, table.columns, strict=True)]
