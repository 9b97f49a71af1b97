"""One run of the check, over one state of the database."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from lms.core import rights
from lms.core.database import db
from lms.core.guards import lost_guards
from lms.records.log.faults import Fault, Finding, Report
from lms.records.log.verifying.checkpoints_held import Keeper, from_files
from lms.records.log.verifying.row_pass import check_rows, entries_of
from lms.records.log.verifying.tree_pass import TreePass, leaves_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    Tell = Callable[[str, int, int], None]


class Parts(StrEnum):
    """What is checked."""

    ALL = "all"
    TREE = "tree"
    ROWS = "rows"


def _silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def verify(
    *, now: datetime, outside: Iterable[tuple[str, str]] = (), parts: Parts = Parts.ALL, tell: Tell = _silent
) -> Report:
    """Check the record and its log. It reads only, in constant memory, and sees one state of the database throughout.

    Args:
        now: the present instant.
        outside: checkpoints that were kept outside: names of files and their texts.
        parts: everything, or the tree or the rows alone.
        tell: hears what is being checked, how much of it is done, and how much there is.

    Returns:
        What was found; `is_whole` if nothing was.
    """
    report = Report()
    keeper = Keeper(report, list(from_files(outside, report)))
    with _one_state() as connection:
        for finding in _guards(connection):
            report.add(finding)
        if parts is not Parts.ROWS:
            total = leaves_of(connection)
            TreePass(connection, keeper, report).run(lambda done: tell("leaves", done, total))
        if parts is not Parts.TREE:
            check = partial(check_rows, connection, report, with_leaves=parts is Parts.ROWS, now=now)
            total_entries = entries_of(connection)
            check(tell=lambda done: tell("entries", done, total_entries))
    return report


def _one_state() -> Connection:
    connection = db.engine.connect()
    if not db.is_sqlite:
        # A plain BEGIN of SQLite sees one state already.
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _guards(connection: Connection) -> Iterable[Finding]:
    yield from (Finding(fault=Fault.GUARD, detail=each) for each in lost_guards(connection))
    for table in rights.too_wide():
        yield Finding(fault=Fault.GUARD, detail=f"table {table}: the application's role may change what is in it")
