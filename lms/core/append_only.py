"""Tables that only grow: the database itself refuses UPDATE, DELETE, INSERT OR REPLACE and TRUNCATE, on both engines.

On SQLite this holds against the application (the owner of a file can always write into it); `recursive_triggers` is
set on every connection, for without it INSERT OR REPLACE deletes without firing a trigger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

REFUSAL = "append-only"

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}: {table}'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

_POSTGRESQL_ROW = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""

_POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def statements(table: str, dialect: str) -> Iterator[str]:
    """The DDL that makes one table append-only on `dialect`."""
    if dialect == "sqlite":
        for verb in ("update", "delete"):
            yield _SQLITE.format(table=table, verb=verb, VERB=verb.upper(), refusal=REFUSAL).strip()
    else:
        for ddl in (_POSTGRESQL_FUNCTION, _POSTGRESQL_ROW, _POSTGRESQL_TRUNCATE):
            yield ddl.format(table=table, refusal=REFUSAL).strip()


APPEND_ONLY: set[str] = set()


def append_only(table: Table) -> None:
    """Make a table append-only whenever the metadata creates it. Migrations carry the same DDL, frozen."""
    APPEND_ONLY.add(table.name)
    for dialect in ("sqlite", "postgresql"):
        for ddl in statements(table.name, dialect):
            # DDL() fills in %-formats of its own, hence the doubled sign.
            once = DDL(ddl.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped.
            event.listen(table, "after_create", once.execute_if(dialect=dialect))
