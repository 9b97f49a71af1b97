"""INSERT … ON CONFLICT, which both engines have and SQLAlchemy keeps apart by dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
    from sqlalchemy.orm import Session

    from lms.core.database import Base


def insert_into(session: Session, table: type[Base]) -> PostgresInsert | SqliteInsert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, for the session's engine."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
