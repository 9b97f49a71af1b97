"""The yardstick: a bare Flask application that executes the very SQL that ours did, on a database of its own.

Both databases start as copies of one and see the same statements in the same order, so that what is written stays
alike. What the ratio leaves is the price of everything we do besides: permissions, rules, objects, templates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from sqlalchemy import event

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine import Connection


@dataclass
class Recording:
    """The statements of one request, with where its transactions began and how they ended."""

    steps: list[tuple[str, Any, bool]] = field(default_factory=list)
    body: bytes = b""
    media_type: str = "text/html"

    @property
    def statements(self) -> int:
        """How many statements there were, without BEGIN, COMMIT and ROLLBACK."""
        return sum(1 for statement, _parameters, _many in self.steps if statement not in ("BEGIN", "WRITE", "END", "UNDO"))


class Recorder:
    """Listens to an engine while a request runs."""

    def __init__(self, engine: Engine) -> None:
        self._recording: Recording | None = None
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "before_cursor_execute", self._execute)
        event.listen(engine, "commit", lambda _connection: self._note("END"))
        event.listen(engine, "rollback", lambda _connection: self._note("UNDO"))

    def start(self) -> Recording:
        """Record from now on."""
        self._recording = Recording()
        return self._recording

    def stop(self) -> None:
        """Record no more."""
        self._recording = None

    def _note(self, step: str) -> None:
        if self._recording is not None:
            self._recording.steps.append((step, None, False))

    def _begin(self, connection: Connection) -> None:
        self._note("WRITE" if connection.get_execution_options().get("lms_writes") else "BEGIN")

    def _execute(
        self, _connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        if self._recording is not None and statement not in ("BEGIN", "BEGIN IMMEDIATE"):
            self._recording.steps.append((statement, parameters, many))


def bare_app(engine: Engine) -> Flask:
    """One view that replays the recording it is given, reads every row and answers with a body of the same size."""
    app = Flask("bare")

    @app.route("/", methods=["GET", "POST"])
    def replay() -> Response:
        recording: Recording = app.extensions["recording"]
        connection = engine.raw_connection()
        try:
            driver: Any = connection.driver_connection
            cursor = driver.cursor()
            is_sqlite = engine.dialect.name == "sqlite"
            for statement, parameters, many in recording.steps:
                _play(driver, cursor, statement, parameters, many=many, is_sqlite=is_sqlite)
            cursor.close()
        finally:
            connection.close()
        return Response(recording.body, mimetype=recording.media_type)

    return app


def _play(driver: Any, cursor: Any, statement: str, parameters: Any, *, many: bool, is_sqlite: bool) -> None:
    if statement in ("BEGIN", "WRITE"):
        if is_sqlite:
            cursor.execute("BEGIN IMMEDIATE" if statement == "WRITE" else "BEGIN")
    elif statement == "END":
        driver.commit()
    elif statement == "UNDO":
        driver.rollback()
    elif many:
        cursor.executemany(statement, parameters)
    else:
        cursor.execute(statement, parameters)
        if cursor.description is not None:
            cursor.fetchall()
