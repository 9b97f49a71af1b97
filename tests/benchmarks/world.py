"""What is measured on: the demonstration year with all 2,977 deputies, twice, on one engine."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from lms.core import blobs, clock, crypto, keys, logs
from lms.core.blob_store import LocalStore
from lms.core.database import db
from lms.core.engines import build_engine
from lms.core.settings import Settings
from lms.core.settings import use as use_settings
from lms.demo.year import Size, lay
from lms.models import metadata
from tests.benchmarks.recommending import make_room
from tests.support.postgres_server import start_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder with keys and a blob store, for one run."""
    path = Path(tempfile.mkdtemp(prefix="lms-bench-"))
    crypto.use(keys.create(path / "keys" / "keys.json"))
    blobs.use(LocalStore(path / "blobs"))
    use_settings(Settings(data_dir=path, secure_cookies=False, demonstration=True))
    try:
        yield path
    finally:
        shutil.rmtree(path)


@contextmanager
def empty_databases(engine_name: str, path: Path) -> Iterator[Callable[[str], str]]:
    """A maker of empty databases with all tables: from a name to a URL."""
    if engine_name == "sqlite":
        yield lambda name: _make_tables(f"sqlite:///{path / name}.sqlite3")
        return
    server = start_server()

    def make(name: str) -> str:
        _run(server.url("postgres"), f"CREATE DATABASE {name}")
        return _make_tables(server.url(name))

    try:
        yield make
    finally:
        db.dispose()
        server.stop()


@contextmanager
def access_log() -> Iterator[None]:
    """Write a line for each request, as in production; nobody reads it."""
    root = logging.getLogger()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        handler = logging.StreamHandler(nowhere)
        handler.setFormatter(logs.JsonFormatter())
        root.addHandler(handler)
        level = root.level
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.removeHandler(handler)
            root.setLevel(level)


def lay_year(url: str) -> None:
    """Lay the demonstration year with all deputies."""
    db.bind(url)
    lay(today=clock.today() - timedelta(days=1), size=Size(), say=lambda _part: lambda _done, _total: None)
    make_room()
    if db.is_sqlite:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("ANALYZE")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    else:
        _run(url, "VACUUM ANALYZE")
    db.dispose()


def twin(url: str) -> str:
    """A copy of a database that nobody is connected to: the bare framework's own."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        copy = Path(str(parsed.database)).with_name("bare.sqlite3")
        shutil.copyfile(str(parsed.database), copy)
        return f"sqlite:///{copy}"
    _run(parsed.set(database="postgres").render_as_string(hide_password=False), "CREATE DATABASE bare TEMPLATE ours")
    return parsed.set(database="bare").render_as_string(hide_password=False)


def _make_tables(url: str) -> str:
    engine = build_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    return url


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
