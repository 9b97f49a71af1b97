"""The completion report of a whole congress: rows a second, and the memory that it takes while others work."""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lms.reports import files, queries
from lms.reports.files import Format
from tests.benchmarks.figures import Figure
from tests.reports.cast import JULY, JUNE, LATER, lay_out

if TYPE_CHECKING:
    from lms.reports.known import Question

DEPUTIES = 2977
ROWS_A_SECOND = 2000
PEAK_MEBIBYTES = 12
MEBIBYTE = 1024 * 1024


def run() -> list[Figure]:
    """Write the report of 2,977 deputies with some 9,000 and some 36,000 entries; the database must be bound."""
    return [figure for entries_each in (3, 12) for figure in _of_congress(entries_each)]


def _of_congress(entries_each: int) -> list[Figure]:
    laid = lay_out(deputies=DEPUTIES, entries_each=entries_each)
    question = queries.question(congress_id=laid.congress.id, as_at=JUNE, known_at=JULY, now=LATER)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for file_format in (Format.WORKBOOK, Format.CSV):
            write = partial(_write, Path(folder) / f"report.{file_format}", file_format, question)
            name = f"report .{file_format}, {entries_each} entries a deputy"
            found += [_speed(name, write), _memory(name, write)]
    return found


def _write(path: Path, file_format: Format, question: Question) -> None:
    files.write(path, file_format, question, made_at=LATER)


def _speed(name: str, write: partial[None]) -> Figure:
    write()  # The first time fills SQLAlchemy's cache of statements.
    began = time.process_time()
    write()
    spent = time.process_time() - began
    rate = DEPUTIES / spent
    note = f"{DEPUTIES} deputies in {spent:.2f} s of CPU"
    return Figure(name, f"{rate:.0f} rows/s", f">= {ROWS_A_SECOND} rows/s", rate >= ROWS_A_SECOND, note)


def _memory(name: str, write: partial[None]) -> Figure:
    """What Python allocates at most beyond what it held before; apart from the speed, for the counting slows it."""
    tracemalloc.start()
    try:
        write()
        peak = tracemalloc.get_traced_memory()[1] / MEBIBYTE
    finally:
        tracemalloc.stop()
    return Figure(f"{name}: memory", f"{peak:.1f} MiB", f"<= {PEAK_MEBIBYTES} MiB", peak <= PEAK_MEBIBYTES)
