"""Statements of the hottest paths: compiled once, and then run as text, with values converted by the columns' own types.

What SQLAlchemy does at every execution (look the statement up in its cache, name the parameters, choose conversions,
prepare rows of a general kind) takes longer than the database needs for a row by its key. Here it is done once for each
kind of engine. For what runs hundreds of times a second; everything else is better off as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Dialect, Update
    from sqlalchemy.engine import Connection
    from sqlalchemy.types import TypeEngine

    Convert = Callable[[Any], Any] | None

Row = TypeVar("Row", bound=NamedTuple)


class HotSelect(Generic[Row]):
    """A SELECT whose rows are of a type of their own, its fields named as the columns and in their order.

    Its parameters are `bindparam`s; none may be a list.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], row: type[Row]) -> None:
        if tuple(statement.selected_columns.keys()) != row._fields:
            raise TypeError(f"{row.__name__} has other fields than the statement's columns")
        self._texts = _Texts(statement, ())
        self._row = row

    def rows(self, connection: Connection, parameters: Mapping[str, Any]) -> list[Row]:
        """All rows."""
        text = self._texts.of(connection.dialect)
        result, make, converts = text.run(connection, parameters), self._row._make, text.results
        return [
            make([convert(value) if convert else value for convert, value in zip(converts, row, strict=True)])
            for row in result.cursor.fetchall()
        ]


class HotUpdate:
    """An UPDATE of the columns that are named; they and the `bindparam`s of its WHERE are its parameters."""

    def __init__(self, statement: Update, *columns: str) -> None:
        self._texts = _Texts(statement, columns)

    def run(self, connection: Connection, parameters: Mapping[str, Any]) -> None:
        """Execute it."""
        self._texts.of(connection.dialect).run(connection, parameters)


class _Texts:
    """A statement for each kind of engine that has asked."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Update, columns: tuple[str, ...]) -> None:
        self._statement, self._columns = statement, columns
        self._by_dialect: dict[str, _Text] = {}

    def of(self, dialect: Dialect) -> _Text:
        """The text for this kind; two threads that ask at the same time make the same one."""
        if (found := self._by_dialect.get(dialect.name)) is None:
            found = self._by_dialect[dialect.name] = _Text(self._statement, self._columns, dialect)
        return found


class _Text:
    """The text for one kind of engine, and how values become what its driver takes, and back."""

    def __init__(
        self, statement: Select[*tuple[Any, ...]] | Update, columns: tuple[str, ...], dialect: Dialect
    ) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns or None)
        if compiled.post_compile_params:
            raise TypeError("a hot statement takes no lists")
        self._text = str(compiled)
        self._constants: dict[str, Any] = compiled.params
        kinds = {name: bind.type for bind, name in compiled.bind_names.items()}
        self._is_positional: bool = compiled.positional
        names = compiled.positiontup if compiled.positional else kinds
        self._binds = [(name, _to_driver(kinds[name], dialect)) for name in names]
        found = statement.selected_columns if isinstance(statement, Select) else ()
        self.results = [_from_driver(each.type, dialect) for each in found]

    def run(self, connection: Connection, parameters: Mapping[str, Any]) -> Any:
        """Execute it; returns the result, whose rows are as the driver gives them."""
        values = {**self._constants, **parameters}
        if self._is_positional:
            sent: Any = tuple([convert(values[name]) if convert else values[name] for name, convert in self._binds])
        else:
            sent = {name: convert(values[name]) if convert else values[name] for name, convert in self._binds}
        return connection.exec_driver_sql(self._text, sent)


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
