"""The full row check: every entry's columns, bytes, payload and leaf say the same, and none waits too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.records.log.entry_check import faults
from lms.records.log.faults import Fault, Finding
from lms.records.log.rows import stored_rows
from lms.records.log.sequencer import MOST_DELAY
from lms.records.models import RecordEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from lms.records.log.faults import Report
    from lms.records.log.rows import StoredRow


def check_rows(
    connection: Connection, report: Report, *, with_leaves: bool, now: datetime, tell: Callable[[int], None]
) -> None:
    """Check every entry.

    Args:
        connection: its transaction is what is checked.
        report: takes the findings.
        with_leaves: also name a leaf that differs from its entry; without, the tree check has done it.
        now: decides who has waited too long.
        tell: hears how many entries are done.
    """
    promised = (now - MOST_DELAY).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    for rows in stored_rows(connection):
        for row in rows:
            for fault, detail in (*faults(row), *_lateness(row, promised)):
                if fault is not Fault.LEAF or with_leaves:
                    report.add(Finding(fault=fault, entry=row.public_id, first=row.leaf_index, detail=detail))
        report.entries += len(rows)
        tell(report.entries)


def _lateness(row: StoredRow, promised: str) -> Iterator[tuple[Fault, str]]:
    if row.is_waiting and row.leaf_index is None and row.recorded_at < promised:
        yield Fault.LATE, f"since {row.recorded_at}"


def entries_of(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(RecordEntry)).scalar_one()
