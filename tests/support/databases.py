"""A database for each test: a copy of an empty one that has all tables. What a test did not write to is used again."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from lms.core import rights
from lms.core.database import db
from lms.core.write_gate import WriteGate
from lms.models import metadata
from tests.support.postgres_server import ROLE_VARIABLE, URL_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection


class Databases(Protocol):
    """Hands out empty databases, bound to `db`."""

    commits: int
    """How often something was committed to what is bound."""

    def fresh(self) -> str:
        """Bind an empty database and return its URL."""

    def copy(self) -> str:
        """The URL of one more empty database, not bound."""

    def owner_url(self, url: str) -> str:
        """The URL of one of these databases for the role that owns its tables; empty where the application's does."""

    def forget(self) -> None:
        """Hand out a new one next time: a test has bound another database."""

    def close(self) -> None:
        """Let go of what is left."""


def databases_for(engine_name: str, folder: Path, prepare: Callable[[], None] | None = None) -> Databases:
    """The source of databases for an engine; `prepare` may write into what they are copies of, through `db`."""
    if engine_name == "sqlite":
        return SqliteDatabases(folder, prepare)
    return PostgresDatabases(os.environ[URL_VARIABLE], prepare)


class _Reused:
    """Keeps the bound database as long as nothing was committed to it, and then puts an empty one in its place.

    The engine stays, so that statements are compiled once and not once for each test; its connections are all closed.
    """

    def __init__(self) -> None:
        self._url: str | None = None
        self._name: str | None = None
        self._engine: Engine | None = None
        self._is_dirty = True
        self.commits = 0
        # Of every engine: the role that owns the tables has one of its own.
        event.listen(Engine, "commit", self._note)

    def fresh(self) -> str:
        # Two sources may take turns: what is bound must be ours, too.
        if self._url is None or self._engine is not db._engine or (self._is_dirty and not self._renewed(self._url)):
            return self._another()
        self._is_dirty = False
        return self._url

    def forget(self) -> None:
        self._is_dirty = True

    def _renewed(self, url: str) -> bool:
        """Whether the bound database could be replaced by an empty one of the same name."""
        db.session.remove()
        db.engine.dispose()
        return self.replace(url)

    def _another(self) -> str:
        old, url = self._url, self.copy()
        self._url, self._name = url, make_url(url).database
        self._engine = db.bind(url, owner_url=self.owner_url(url))
        self._is_dirty = False
        if old is not None:
            self.drop(old)
        return url

    def _note(self, connection: Connection) -> None:
        if connection.engine.url.database == self._name:
            self._is_dirty = True
            self.commits += 1

    def copy(self) -> str:
        raise NotImplementedError

    def owner_url(self, url: str) -> str:
        raise NotImplementedError

    def replace(self, url: str) -> bool:
        """Put an empty database where this one is, unless somebody still has it open; whether that was done."""
        raise NotImplementedError

    def drop(self, url: str) -> None:
        raise NotImplementedError


class SqliteDatabases(_Reused):
    """Copies of one file."""

    def __init__(self, folder: Path, prepare: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._numbers = itertools.count()
        self._template = folder / "template.sqlite3"
        engine = db.bind(f"sqlite:///{self._template}")
        _fill(prepare)
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        db.dispose()

    def copy(self) -> str:
        path = self._folder / f"test-{next(self._numbers)}.sqlite3"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def owner_url(self, url: str) -> str:
        del url
        return ""

    def replace(self, url: str) -> bool:
        path = Path(str(make_url(url).database))
        # SQLite takes its log away with the last connection. Whoever left one open keeps that file, and we leave it.
        if path.with_name(f"{path.name}-wal").exists():
            return False
        db.gate.close()
        self.drop(url)
        shutil.copyfile(self._template, path)
        db.gate = WriteGate(str(path))
        return True

    def drop(self, url: str) -> None:
        path = Path(str(make_url(url).database))
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()

    def close(self) -> None:
        shutil.rmtree(self._folder)


class PostgresDatabases(_Reused):
    """Copies of one template database on a running server."""

    _sources = itertools.count()

    def __init__(self, server_url: str, prepare: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._server_url = make_url(server_url)
        self._role = os.environ.get(ROLE_VARIABLE)
        self._numbers = itertools.count()
        self._own = f"{os.getpid()}_{next(self._sources)}"
        self._template = f"template_{self._own}"
        self._admin = create_engine(self._server_url, isolation_level="AUTOCOMMIT")
        self._run(f'CREATE DATABASE "{self._template}"')
        url = self._url_of(self._template)
        db.bind(url, owner_url=self.owner_url(url))
        _fill(prepare)
        db.dispose()

    def copy(self) -> str:
        url = self._url_of(f"test_{self._own}_{next(self._numbers)}")
        self._create(url)
        return url

    def replace(self, url: str) -> bool:
        self.drop(url)
        self._create(url)
        return True

    def _create(self, url: str) -> None:
        name = make_url(url).database
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}" STRATEGY FILE_COPY')

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        if self._url is not None:
            self.drop(self._url)
        self._run(f'DROP DATABASE "{self._template}"')
        self._admin.dispose()

    def owner_url(self, url: str) -> str:
        if self._role is None:
            return ""
        return self._server_url.set(database=make_url(url).database).render_as_string(hide_password=False)

    def _url_of(self, name: str) -> str:
        url = self._server_url.set(database=name)
        if self._role is not None:
            url = url.set(username=self._role)
        return url.render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def _fill(prepare: Callable[[], None] | None) -> None:
    with db.owner() as engine:
        metadata.create_all(engine)
    rights.grant()
    if prepare is not None:
        prepare()
    db.session.remove()
