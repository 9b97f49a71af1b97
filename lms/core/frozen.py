"""What migrations have in common, frozen: what an old migration does must not change with the code.

Nothing here is ever edited. A trigger of another shape is another function, for the migrations that come after it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make_append_only(*tables: str) -> None:
    """Let tables only grow (migration 0002 and later; 0001 made the function of PostgreSQL that refuses)."""
    for table in tables:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}\n"
                    f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}\n"
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}\n"
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def change_check(table: str, name: str, before: str, after: str) -> None:
    """Let a CHECK say something else (migration 0014 and later).

    SQLite can alter no CHECK, and building a table anew would drop the triggers that keep it; so the text is changed
    where SQLite keeps it, the way its documentation names for changes that touch no row ("Making Other Kinds Of Table
    Schema Changes").

    Raises:
        RuntimeError: the CHECK is not what it was, or a row does not fit.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({after})")
        return
    change_text(table, f"CHECK ({before})", f"CHECK ({after})")
    must_not_be(table, f"NOT ({after})")


def change_text(table: str, before: str, after: str) -> None:
    """Change a part of a table's words where SQLite keeps them (migration 0019 and later).

    Raises:
        RuntimeError: they do not hold that part.
    """
    bind = op.get_bind()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = bind.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)",
        (before, after, table, before),
    )
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")
    if changed.rowcount != 1:
        raise RuntimeError(f"{table} is not what it was")


def must_not_be(table: str, where: str) -> None:
    """Refuse to go on while some rows stand in the way (migration 0019 and later).

    Raises:
        RuntimeError: there are such rows.
    """
    broken = op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table(table)).where(sa.text(where)))
    if broken:
        raise RuntimeError(f"{broken} rows of {table} stand in the way")
