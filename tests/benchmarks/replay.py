"""The yardstick: a bare Flask application that executes the very SQL that ours did, on a database of its own.

Both databases start as copies of one and see the same statements in the same order, so that what is written stays
alike. What the ratio leaves is the price of everything we do besides: permissions, rules, objects, templates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from sqlalchemy import event

from tests.support.http import HouseClient

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine import Connection

COOKIES = ("login", "lms")
WRITE, COMMIT, ROLLBACK = "(write)", "(commit)", "(rollback)"


@dataclass
class Recording:
    """The statements of one request, with where its transactions that write began, and how each ended."""

    steps: list[tuple[str, Any]] = field(default_factory=list)
    body: bytes = b""
    media_type: str = "text/html"

    @property
    def statements(self) -> int:
        """How many statements there were, without BEGIN, COMMIT and ROLLBACK."""
        return sum(1 for statement, _parameters in self.steps if statement not in (WRITE, COMMIT, ROLLBACK))


class Recorder:
    """Listens to an engine while a request runs."""

    def __init__(self, engine: Engine) -> None:
        self._recording: Recording | None = None
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "before_cursor_execute", self._execute)
        event.listen(engine, "commit", lambda _connection: self._note(COMMIT))
        event.listen(engine, "rollback", lambda _connection: self._note(ROLLBACK))

    def start(self) -> Recording:
        """Record from now on."""
        self._recording = Recording()
        return self._recording

    def stop(self) -> None:
        """Record no more."""
        self._recording = None

    def _note(self, step: str) -> None:
        if self._recording is not None:
            self._recording.steps.append((step, None))

    def _begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get("lms_writes"):
            self._note(WRITE)

    def _execute(
        self, _connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> None:
        if self._recording is not None and not statement.startswith("BEGIN"):
            self._recording.steps.append((statement, parameters))


def bare_app(engine: Engine) -> Flask:
    """One view that replays the recording it is given, reads every row and answers with a body of the same size.

    It runs the statements as a hand-written Flask view would: on a connection of the same kind of engine, as plain
    text, without sessions, objects or templates.
    """
    app = Flask("bare")
    app.test_client_class = HouseClient
    Recorder(engine)  # Never started: whatever it costs an engine to be listened to, both pay it.

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def replay(path: str) -> Response:  # Every address is the same to it.
        recording: Recording = app.extensions["recording"]
        with engine.connect() as connection:
            for statement, parameters in recording.steps:
                _play(connection, statement, parameters)
        return Response(recording.body, mimetype=recording.media_type)

    return app


def bare_browser(bare: Flask, browser: HouseClient) -> HouseClient:
    """A browser before the bare framework that sends the same cookies as another one before ours."""
    other = bare.test_client()
    assert isinstance(other, HouseClient)
    for name in COOKIES:
        cookie = browser.get_cookie(name)
        assert cookie is not None, name
        other.set_cookie(name, cookie.value)
    return other


def _play(connection: Connection, statement: str, parameters: Any) -> None:
    if statement == WRITE:
        connection.execution_options(lms_writes=True)
    elif statement == COMMIT:
        connection.commit()
        connection.execution_options(lms_writes=False)
    elif statement == ROLLBACK:
        connection.rollback()
    else:
        result = connection.exec_driver_sql(statement, parameters)
        if result.returns_rows:
            result.fetchall()
