"""The queue of SQLite's writers: threads of this process first, then processes, in order of arrival."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from io import TextIOWrapper


class WriteGate:
    """A context manager that one writer at a time passes; without a path (PostgreSQL) everyone passes at once.

    The lock of the file belongs to the open file description, so the command line and the worker queue with the
    web process, and a killed process leaves nothing behind.
    """

    def __init__(self, database_path: str | None) -> None:
        self._lock = threading.Lock()
        self._path = Path(f"{database_path}.write-lock") if database_path else None
        self._file: TextIOWrapper | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        """Wait for one's turn.

        Raises:
            RuntimeError: the gate is closed, for its database is let go.
        """
        if self._path is not None:
            self._lock.acquire()
            try:
                fcntl.flock(self._opened(self._path), fcntl.LOCK_EX)
            except BaseException:
                self._lock.release()
                raise
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._path is not None:
            if self._file is not None:
                fcntl.flock(self._file, fcntl.LOCK_UN)
            self._lock.release()

    def _opened(self, path: Path) -> TextIOWrapper:
        if self._is_closed:
            raise RuntimeError("the database is not bound")
        if self._file is None:
            self._file = path.open("a")
        return self._file

    def close(self) -> None:
        """Let go of the lock file; whoever comes later is refused, and does not open it again."""
        self._is_closed = True
        if self._file is not None:
            self._file.close()
            self._file = None
