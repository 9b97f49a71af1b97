"""What the application's role may do on PostgreSQL, when the tables belong to another one.

On tables that only grow it has SELECT and INSERT and nothing more; the triggers stand behind that. The owner's address
is for migrations and restores alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from lms.core.append_only import APPEND_ONLY
from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

REVISIONS = "alembic_version"

_TABLES = """
    SELECT relname FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace AND nspname = current_schema()
    WHERE relkind IN ('r', 'p') ORDER BY relname COLLATE "C"
"""
_GUARDED = (
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%\\_no\\_change'"
)
_OWNED = (
    "SELECT count(*) FROM pg_class WHERE oid = ANY (CAST(:tables AS regclass[])) AND pg_has_role(relowner, 'USAGE')"
)
_CHANGEABLE = """
    SELECT relname FROM pg_class
    WHERE oid = ANY (CAST(:tables AS regclass[]))
      AND has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
    ORDER BY relname COLLATE "C"
"""


def grant() -> None:
    """Give the application's role what it needs on every table, as the owner; nothing to do where it owns them."""
    if not db.has_owner:
        return
    with db.owner() as engine, engine.begin() as connection:
        role = connection.dialect.identifier_preparer.quote(str(db.engine.url.username))
        for statement in _grants(connection, role):
            connection.exec_driver_sql(statement)


def too_wide() -> list[str]:
    """The tables that only grow and that the application's role could yet change or empty.

    A role that owns them is meant to do both, unless an owner is named. The services need no address of the owner to
    be asked.
    """
    if db.is_sqlite:
        return []
    with db.engine.connect() as connection:
        asked = {"tables": sorted(APPEND_ONLY & set(connection.scalars(text(_TABLES))))}
        if not db.has_owner and connection.scalar(text(_OWNED), asked):
            return []
        return list(connection.scalars(text(_CHANGEABLE), asked))


def _grants(connection: Connection, role: str) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    guarded = APPEND_ONLY | set(connection.scalars(text(_GUARDED)))
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    for table in connection.scalars(text(_TABLES)).all():
        yield f"GRANT {_rights(table, guarded)} ON {quote(table)} TO {role}"


def _rights(table: str, guarded: set[str]) -> str:
    if table == REVISIONS:
        return "SELECT"
    return "SELECT, INSERT" if table in guarded else "SELECT, INSERT, UPDATE, DELETE"
