"""How each engine is copied out while the platform runs, and put back in one piece."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from lms.core import rights
from lms.core.backup.contents import contents_of
from lms.core.backup.manifest import BadBackup, Contents
from lms.core.database import db

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

SQLITE_FILE = "database.sqlite3"
POSTGRES_FILE = "database.dump"


class ToolMissing(RuntimeError):
    """A PostgreSQL client program is not installed; the message names it and the package."""


class SqliteEngine:
    """SQLite's online backup: a copy of the pages as one transaction sees them."""

    file_name = SQLITE_FILE

    def dump(self, target: Path) -> Contents:
        """Copy the file, and count in the copy."""
        with closing(sqlite3.connect(str(db.engine.url.database))) as source, closing(sqlite3.connect(target)) as copy:
            # In one step: a copy by pages starts anew whenever somebody writes in between.
            source.backup(copy)
            # One file, without the -wal beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        target.chmod(0o600)
        return check_sqlite(target)


class PostgresEngine:
    """pg_dump's custom format, in the same snapshot in which the rows are counted."""

    file_name = POSTGRES_FILE

    def dump(self, target: Path) -> Contents:
        """Dump without owners and privileges: the restoring role owns what it restores."""
        with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            run_tool("pg_dump", [*options, f"--file={target}"], connection)
            target.chmod(0o600)
            return contents_of(connection)

    def restore(self, source: Path, script: Path) -> None:
        """Replace everything in the bound database with a dump, in one transaction: all of it, or nothing. The role
        that owns the tables does it, and the application's gets its rights again.

        Args:
            source: the dump.
            script: where the dump's SQL may be written for a while.
        """
        with db.owner() as engine, engine.connect() as connection:
            run_tool("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(source)], connection)
            replace = ["--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"]
            rules = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
            connection.rollback()
            run_tool("psql", [*rules, *replace, f"--file={script}"], connection)
        rights.grant()


def engine() -> SqliteEngine | PostgresEngine:
    """The way of the bound database."""
    return SqliteEngine() if db.is_sqlite else PostgresEngine()


def check_sqlite(file: Path) -> Contents:
    """See that a copy is sound, and what is in it.

    Raises:
        BadBackup: SQLite finds a fault in it.
    """
    # Read only, and without our PRAGMAs: they would put a -wal file beside the copy.
    copy = create_engine("sqlite://", creator=lambda: sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True))
    try:
        with copy.connect() as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            if verdict != "ok" or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise BadBackup(f"{file} is damaged")
            return contents_of(connection)
    finally:
        copy.dispose()


def run_tool(name: str, arguments: list[str], connection: Connection) -> None:
    """Run a PostgreSQL client program against the database of a connection; the password goes by the environment.

    Raises:
        ToolMissing: it is not installed.
        BadBackup: it failed; its own words are in the message.
    """
    info = connection.connection.driver_connection.info  # type: ignore[union-attr]  # psycopg's connection.
    environ = os.environ | {
        "PGHOST": info.host,
        "PGPORT": str(info.port),
        "PGUSER": info.user,
        "PGPASSWORD": info.password,
        "PGDATABASE": info.dbname,
    }
    command = [find_tool(name), *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603  # Our own arguments.
    if done.returncode != 0:
        raise BadBackup(f"{name} failed: {done.stderr.strip()}")


def find_tool(name: str) -> str:
    """The path of a PostgreSQL client program: on the PATH, else the newest where Debian puts them.

    Raises:
        ToolMissing: it is nowhere.
    """
    on_path = shutil.which(name)
    if on_path:
        return on_path
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        raise ToolMissing(f"{name} is not installed; on Debian it is in the package postgresql-client")
    return str(newest)
