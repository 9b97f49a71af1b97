"""One active worker for one database: whoever holds the lock. It goes by itself when its holder dies."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lms.core.database import db

if TYPE_CHECKING:
    from io import TextIOWrapper

    from sqlalchemy.engine import Connection

# Any number will do, as long as nobody else takes it in this database.
ADVISORY_KEY = 0x6C6D73


class Leadership(Protocol):
    """A lock that one process holds."""

    def acquire(self) -> bool:
        """Try to get or keep it, without waiting; whether it is held now."""

    def release(self) -> None:
        """Let it go."""


class FileLeadership:
    """A lock on a file beside the SQLite database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIOWrapper | None = None

    def acquire(self) -> bool:
        """Try to get the lock; the system keeps it for us until we die."""
        if self._file is not None:
            return True
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Close the file, and with it the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None


class AdvisoryLeadership:
    """A session-level advisory lock of PostgreSQL, on a connection kept for it alone."""

    def __init__(self) -> None:
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """Try to get the lock, or see whether the connection that holds it still lives."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            return self._try()
        except SQLAlchemyError:
            self._forget()
            return False

    def release(self) -> None:
        """Unlock at once; a closed connection's lock goes only when the server notices."""
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})
        self._forget()

    def _try(self) -> bool:
        connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}).scalar_one():
            self._connection = connection
            return True
        connection.close()
        return False

    def _forget(self) -> None:
        """Close it for good: given back to the pool, a connection would keep the lock."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.invalidate()
            connection.close()


def leadership() -> Leadership:
    """The lock of the bound database."""
    if db.is_sqlite:
        return FileLeadership(Path(f"{db.engine.url.database}.worker-lock"))
    return AdvisoryLeadership()
