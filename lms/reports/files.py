"""The completion report as a file: a workbook, a CSV file of the deputies, or official pages as PDF."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from lms.core.clock import local_date
from lms.core.i18n import gettext as _
from lms.documents import csv_files, printing, workbooks
from lms.documents.tables import official_date
from lms.reports import sheets, wording
from lms.reports.completion import CompletionReport
from lms.reports.known import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lms.reports.known import Question

OFFICIAL_PAGES = Path(__file__).parent / "typst" / "completion.typ"


class Format(StrEnum):
    """What the report is written as; the value is the file's ending."""

    WORKBOOK = "xlsx"
    CSV = "csv"
    PDF = "pdf"


MEDIA_TYPES = {
    Format.WORKBOOK: workbooks.MEDIA_TYPE,
    Format.CSV: csv_files.MEDIA_TYPE,
    Format.PDF: printing.MEDIA_TYPE,
}


def _nobody(_done: int, _total: int) -> None:
    """Nobody waits to be told."""


def write(
    path: Path,
    file_format: Format,
    question: Question,
    *,
    made_at: datetime,
    told: Callable[[int, int], None] = _nobody,
) -> int:
    """Write the report to a file, all of it from one state of the database.

    The workbook has both tables. The CSV file is the one by deputy, plain: one head row, no totals. The PDF has a first
    page with the figures that matter and the table by electing unit; whoever prints 3,000 deputies prints the workbook.

    Args:
        told: is called with how much is done of how much, now and then.

    Returns:
        How many deputies it speaks of.
    """
    with snapshot() as session:
        report = CompletionReport(session, question)
        writer = {Format.WORKBOOK: _workbook, Format.CSV: _csv, Format.PDF: _pdf}[file_format]
        writer(path, report, made_at, told)
        return report.total


def file_name(question: Question, file_format: Format) -> str:
    """A name that says of which day the report is."""
    return _("Completion of study as at %(day)s", day=f"{question.as_at:%Y%m%d}") + f".{file_format}"


def _workbook(path: Path, report: CompletionReport, made_at: datetime, told: Callable[[int, int], None]) -> None:
    first, second = _two_passes(report, told)
    units = report.units(first)
    tables = [
        sheets.by_unit(report, units, made_at=made_at),
        sheets.by_deputy(report, made_at=made_at, told=second),
    ]
    workbooks.write_workbook(path, tables, created=made_at)


def _csv(path: Path, report: CompletionReport, made_at: datetime, told: Callable[[int, int], None]) -> None:
    table = sheets.by_deputy(report, made_at=made_at, totals=False, told=lambda done: told(done, report.total))
    with path.open("wb") as target:
        csv_files.write_csv(table, target)


def _pdf(path: Path, report: CompletionReport, made_at: datetime, told: Callable[[int, int], None]) -> None:
    units = report.units(lambda done: told(done, report.total))
    data = {
        "title": _("Completion of study in %(term)s", term=wording.term_name(report)),
        "notes": wording.notes(report),
        "made_by": report.question.term.congress_name,
        "made_on": official_date(local_date(made_at)),
        "cover": printing.printable_table(sheets.cover(units)),
        "annex": printing.printable_table(sheets.by_unit(report, units, made_at=made_at)),
        "annex_word": _("Annex"),
    }
    path.write_bytes(printing.render_pdf(OFFICIAL_PAGES, data, made_at=made_at))


def _two_passes(
    report: CompletionReport, told: Callable[[int, int], None]
) -> tuple[Callable[[int], None], Callable[[int], None]]:
    """Who is told how far each of two walks through the deputies is, as halves of the whole."""
    total = report.total
    return (lambda done: told(done, 2 * total)), (lambda done: told(total + done, 2 * total))
