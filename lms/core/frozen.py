"""What migrations have in common, frozen: what an old migration does must not change with the code.

Nothing here is ever edited. A trigger of another shape is another function, for the migrations that come after it.
"""

from __future__ import annotations

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
