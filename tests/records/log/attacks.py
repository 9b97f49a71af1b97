"""What the owner of the database could do: the triggers go, something is changed, and the triggers come back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from lms.core.append_only import APPEND_ONLY, statements
from lms.core.database import db
from lms.records.log.tree import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

TOUCHED = ("record_entry", "log_leaf", "log_node", "log_checkpoint")
NAMES = {"sqlite": ("no_update", "no_delete"), "postgresql": ("no_change", "no_truncate")}


def drop_trigger(connection: Connection, table: str, name: str) -> None:
    """Remove one trigger."""
    on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.execute(text(f"DROP TRIGGER {table}_{name}{on}"))


@contextmanager
def as_the_owner() -> Iterator[Connection]:
    """A connection that nothing stops; afterwards the triggers stand as if nothing had been."""
    db.session.rollback()
    with db.owner() as engine, engine.begin() as connection:
        for table in TOUCHED:
            assert table in APPEND_ONLY
            for name in NAMES[engine.dialect.name]:
                drop_trigger(connection, table, name)
        yield connection
        if engine.dialect.name == "postgresql":
            # What foreign keys have yet to check stands in the way of a new trigger.
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        for table in TOUCHED:
            for ddl in statements(table, engine.dialect.name):
                connection.exec_driver_sql(ddl.replace("%", "%%") if engine.dialect.name == "postgresql" else ddl)


def run(connection: Connection, statement: str, **given: Any) -> None:
    """One statement."""
    connection.execute(text(statement), given)


def value(connection: Connection, statement: str, **given: Any) -> Any:
    """One value."""
    return connection.execute(text(statement), given).scalar_one()


def rewrite(connection: Connection, entry_id: int, *, old: str, new: str, with_leaf: bool) -> None:
    """Change the canonical bytes of an entry, and its leaf's hash too if the attacker thinks of it."""
    canonical = bytes(value(connection, "SELECT canonical FROM record_entry WHERE id = :id", id=entry_id))
    changed = canonical.replace(old.encode(), new.encode())
    assert changed != canonical
    run(connection, "UPDATE record_entry SET canonical = :changed WHERE id = :id", changed=changed, id=entry_id)
    if with_leaf:
        statement = "UPDATE log_leaf SET hash = :hash WHERE entry_id = :id"
        run(connection, statement, hash=leaf_hash(changed), id=entry_id)


def delete_from(connection: Connection, first_leaf: int, end: int, *, keep_checkpoints: bool = False) -> None:
    """Delete leaves with their entries and payloads, and the checkpoints that cover them."""
    ids = [
        row.entry_id
        for row in connection.execute(
            text("SELECT entry_id FROM log_leaf WHERE leaf_index >= :first AND leaf_index < :end"),
            {"first": first_leaf, "end": end},
        )
    ]
    run(connection, "DELETE FROM log_leaf WHERE leaf_index >= :first AND leaf_index < :end", first=first_leaf, end=end)
    for entry_id in reversed(ids):
        run(connection, "DELETE FROM entry_payload WHERE entry_id = :id", id=entry_id)
        run(connection, "DELETE FROM record_entry WHERE id = :id", id=entry_id)
    if not keep_checkpoints:
        run(connection, "DELETE FROM log_checkpoint WHERE tree_size > :first", first=first_leaf)
        run(connection, "DELETE FROM log_node WHERE (node_index + 1) * 256 > :first AND height = 8", first=first_leaf)
