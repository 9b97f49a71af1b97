"""The database: one engine, a session for each thread, and `transaction()`, the only way to write.

PostgreSQL runs at READ COMMITTED. SQLite takes `BEGIN IMMEDIATE` for writes and a plain `BEGIN` for reads, so that a
page never queues behind a writer; writers queue at `WriteGate`, because SQLite's own busy handler backs off unfairly.
"""

from __future__ import annotations

import threading
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    Uuid,
    bindparam,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

from lms.core.engines import build_engine
from lms.core.write_gate import WriteGate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from enum import StrEnum

    from sqlalchemy import Executable, Row, Select
    from sqlalchemy.engine import Connection, Dialect
    from sqlalchemy.types import TypeEngine

    from lms.core.hot_statements import HotSelect
    from lms.core.hot_statements import Row as HotRow


class NestedTransaction(RuntimeError):
    """An operation was called inside another one. Operations own their transaction; share a function that takes it."""


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant in UTC; a naive one is refused before it reaches the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class BinaryOrder(TypeDecorator[str]):
    """Text that sorts by its code points on both engines: keys whose order is computed by us."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        collation = "C" if dialect.name == "postgresql" else "BINARY"
        return dialect.type_descriptor(String(collation=collation))


def enum_type(enum: type[StrEnum], name: str) -> Enum:
    """A StrEnum stored as its text, with a named CHECK that lists its members."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


_big_int = BigInteger().with_variant(Integer, "sqlite")

BigId = Annotated[int, mapped_column(_big_int, primary_key=True)]
PublicId = Annotated[uuid.UUID, mapped_column(Uuid, unique=True, default=uuid.uuid4)]
UtcDateTime = Annotated[datetime, mapped_column(UtcInstant)]


class Base(DeclarativeBase):
    """Every table. Constraints have names, so that a refusal by the database can be told from another."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: _big_int, datetime: UtcInstant, uuid.UUID: Uuid}


class Database:
    """One engine and the thread's session on it."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._owner_url = ""
        self._factory = sessionmaker(expire_on_commit=False)
        self.session: scoped_session[Session] = scoped_session(self._factory)
        self.gate = WriteGate(None)
        self.of_thread = threading.local()

    @property
    def engine(self) -> Engine:
        """The bound engine.

        Raises:
            RuntimeError: `bind` was not called.
        """
        if self._engine is None:
            raise RuntimeError("the database is not bound")
        return self._engine

    @property
    def is_sqlite(self) -> bool:
        """Whether the engine is SQLite, where one process writes at a time."""
        return self.engine.dialect.name == "sqlite"

    def bind(self, url: str, *, owner_url: str = "", pool_size: int = 10) -> Engine:
        """Connect to a database URL; what was bound before is let go.

        Args:
            url: of the role that the application works as.
            owner_url: of the role that owns the tables, if that is another one (PostgreSQL).
            pool_size: connections kept open.
        """
        self.dispose()
        self._engine = build_engine(url, pool_size=pool_size)
        # The driver's own autocommit would undo our PRAGMA-time settings on SQLite; there BEGIN is left out instead.
        alone: dict[str, Any] = {"lms_looks": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._looking = self._engine.execution_options(**alone)
        self._owner_url = owner_url
        self.gate = WriteGate(self._engine.url.database if self.is_sqlite else None)
        self._factory.configure(bind=self._engine)
        return self._engine

    @property
    def has_owner(self) -> bool:
        """Whether the tables belong to another role than the application's."""
        return bool(self._owner_url)

    @contextmanager
    def owner(self) -> Iterator[Engine]:
        """An engine that may change tables, for as long as it is needed."""
        if not self._owner_url:
            yield self.engine
            return
        engine = build_engine(self._owner_url, pool_size=1)
        try:
            yield engine
        finally:
            engine.dispose()

    def rows(self, statement: Executable, parameters: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
        """Read rows of columns in the session's transaction, but past its making of objects, which takes most of the time.

        For what every request or every page asks.
        """
        return self.session.connection().execute(statement, parameters).all()

    def look(self, statement: HotSelect[HotRow], parameters: Mapping[str, Any]) -> list[HotRow]:
        """Read the rows of one statement, outside of any transaction and of the thread's session.

        For what is asked before it is known what the request needs: a session, a transaction, or nothing more.
        """
        with self._looking.connect() as connection:
            return statement.rows(connection, parameters)

    def dispose(self) -> None:
        """Close this thread's session and every pooled connection."""
        self.session.remove()
        self.gate.close()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


db = Database()

Model = TypeVar("Model", bound=Base)


@contextmanager
def transaction() -> Iterator[Session]:
    """The outermost transaction of an operation: one commit at the end, nothing of it on an error.

    The read that came before is ended first, and what it loaded is read anew inside, so that no rule is checked
    on a stale row.

    Raises:
        NestedTransaction: an operation is already running in this thread.
    """
    session = db.session()
    with _only_operation():
        session.rollback()
        with db.gate:
            try:
                session.connection(execution_options={"lms_writes": True})
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise


@contextmanager
def core_transaction() -> Iterator[Connection]:
    """`transaction()` without a session, for the hottest writes, which make no objects; its laws are the same.

    Raises:
        NestedTransaction: an operation is already running in this thread.
    """
    with _only_operation():
        if db.session.registry.has():
            db.session().rollback()
        with db.gate, db.engine.connect() as connection:
            connection.execution_options(lms_writes=True)
            yield connection  # An error leaves by closing the connection, which rolls back.
            connection.commit()


@contextmanager
def _only_operation() -> Iterator[None]:
    """Operations own their transaction: inside one, no other begins."""
    if getattr(db.of_thread, "in_operation", False):
        raise NestedTransaction
    db.of_thread.in_operation = True
    try:
        yield
    finally:
        db.of_thread.in_operation = False


def lock_row(session: Session, model: type[Model], row_id: int) -> Model:
    """Lock one row until the transaction ends and return it as it is now, not as it was read before.

    On SQLite the whole database is already locked by `BEGIN IMMEDIATE`; the row is still read anew.

    Raises:
        sqlalchemy.exc.NoResultFound: there is no such row.
    """
    row: Model = session.scalars(_locking(model), {"row_id": row_id}).one()
    return row


@cache
def _locking(model: type[Model]) -> Select[Model]:
    by_id = select(model).where(model.__table__.c.id == bindparam("row_id"))
    return by_id.with_for_update().execution_options(populate_existing=True)
