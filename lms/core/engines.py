"""How we connect: PostgreSQL at READ COMMITTED, SQLite with our PRAGMAs and with the kind of BEGIN that we ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

BUSY_TIMEOUT_MS = 30_000


def build_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine with our isolation and PRAGMAs, for SQLite or PostgreSQL."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(
            url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, pool_size=pool_size, max_overflow=50
        )
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_on_sqlite)
        return engine
    return create_engine(url, isolation_level="READ COMMITTED", pool_size=pool_size, max_overflow=50)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # The driver must not begin transactions by itself: we say which kind.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # Else INSERT OR REPLACE slips past the append-only triggers.
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_on_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("lms_looks"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("lms_writes") else "BEGIN")
