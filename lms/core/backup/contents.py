"""What a database holds, counted within one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, column, func, inspect, select, table, text

from lms.core.append_only import APPEND_ONLY
from lms.core.backup.manifest import BadBackup, Contents
from lms.core.migrations import revision_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT tgname FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid
        JOIN pg_namespace ON pg_namespace.oid = relnamespace AND nspname = current_schema()
        WHERE NOT tgisinternal AND tgenabled = 'O' ORDER BY tgname COLLATE "C"
    """,
}


def contents_of(connection: Connection) -> Contents:
    """Revision, rows of each table, triggers and blobs, as one transaction sees them."""
    names = sorted(inspect(connection).get_table_names())
    digests = select(column("sha256", String)).select_from(table("blob")).order_by(text("1"))
    return Contents(
        revision=revision_of(connection),
        counts={name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names},
        triggers=list(connection.scalars(text(TRIGGERS[connection.dialect.name]))),
        blobs=list(connection.scalars(digests)) if "blob" in names else [],
    )


def compare(found: Contents, expected: Contents) -> None:
    """See that a restored database is the one that was backed up, and that its records still cannot be changed.

    Raises:
        BadBackup: they differ; the message names the first table or trigger.
    """
    for name in sorted(expected.counts.keys() | found.counts.keys()):
        was, now = expected.counts.get(name), found.counts.get(name)
        if was != now:
            raise BadBackup(f"table {name} had {was} rows in the backup and has {now} after the restore")
    for trigger in sorted(set(expected.triggers) - set(found.triggers)):
        raise BadBackup(f"the trigger {trigger} is missing after the restore")
    guarded = APPEND_ONLY & expected.counts.keys()
    for name in sorted(name for name in guarded if not any(each.startswith(f"{name}_no_") for each in found.triggers)):
        raise BadBackup(f"the table {name} has lost the triggers that make it append-only")
