"""Whether the tables that only grow still have the triggers that make them so, to the word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from lms.core.append_only import APPEND_ONLY, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_CREATE = re.compile(r"CREATE TRIGGER (\w+)\b")
_FUNCTION = "refuse_change"

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
# With `true`, names are written without their schema, as long as it is the current one.
_POSTGRESQL = """
    SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) || CASE tgenabled WHEN 'O' THEN '' ELSE ' (disabled)' END
    FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid
    JOIN pg_namespace ON pg_namespace.oid = relnamespace AND nspname = current_schema()
    WHERE NOT tgisinternal
"""
_POSTGRESQL_BODY = """
    SELECT prosrc FROM pg_proc
    JOIN pg_namespace ON pg_namespace.oid = pronamespace AND nspname = current_schema()
    WHERE proname = :name AND pronargs = 0
"""


def lost_guards(connection: Connection) -> Iterator[str]:
    """Name every trigger of an append-only table that is missing, switched off or says something else than ours."""
    dialect = connection.dialect.name
    found = {
        name: _plain(sql) for name, sql in connection.execute(text(_SQLITE if dialect == "sqlite" else _POSTGRESQL))
    }
    there = set(inspect(connection).get_table_names())
    for table in sorted(APPEND_ONLY):
        if table not in there:
            yield f"table {table} is missing"
            continue
        for name, sql in _expected(table, dialect):
            if name not in found:
                yield f"table {table}: its trigger {name} was removed"
            elif found[name] != sql:
                yield f"table {table}: its trigger {name} was changed"
    if dialect != "sqlite" and not _has_our_function(connection):
        yield f"the function {_FUNCTION}, by which all triggers refuse, was changed"


def _expected(table: str, dialect: str) -> Iterator[tuple[str, str]]:
    for ddl in statements(table, dialect):
        named = _CREATE.match(ddl)
        if named:
            # PostgreSQL writes the verbs in an order of its own.
            yield named[1], _plain(ddl).replace("UPDATE OR DELETE", "DELETE OR UPDATE")


def _has_our_function(connection: Connection) -> bool:
    bodies = connection.scalars(text(_POSTGRESQL_BODY), {"name": _FUNCTION}).all()
    ours = next(ddl for ddl in statements("any", "postgresql") if _FUNCTION in ddl and "$$" in ddl)
    return [_plain(each) for each in bodies] == [_plain(ours.split("$$")[1])]


def _plain(sql: str) -> str:
    return " ".join(sql.split())
