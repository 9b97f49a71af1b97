"""Logs: one JSON object a line, tied together by a request id, and without personal data.

Query strings, forms and paths are never written (the route's pattern is), nor is an error's text, since a database
quotes the row that it refuses: an error is its type and where it happened. In development the lines are for humans
and tracebacks are whole.
"""

from __future__ import annotations

import json
import logging
import logging.config
import time
import traceback
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import g, request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response

HEADER = "X-Request-Id"
DEEPEST_TRACE = 40

access_log = logging.getLogger("lms.access")
_work_id: ContextVar[str] = ContextVar("work_id", default="")
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
_plain_attributes = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def work_id() -> str:
    """The id of the request or job run that this thread works for; empty outside of one."""
    return _work_id.get()


@contextmanager
def working_for(identity: str) -> Iterator[None]:
    """Tie every line written inside to a job run."""
    token = _work_id.set(identity)
    try:
        yield
    finally:
        _work_id.reset(token)


def describe(error: BaseException) -> dict[str, Any]:
    """An error without its text: its type, those that led to it, and where it happened, outermost call first."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST_TRACE:]
    described: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        described["cause"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
    return described


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, request, and what was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if work_id():
            line["request"] = work_id()
        line |= {name: value for name, value in vars(record).items() if name not in _plain_attributes}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return _encode(line)


class HumanFormatter(logging.Formatter):
    """For a developer's terminal."""

    def format(self, record: logging.LogRecord) -> str:
        extras = " ".join(f"{name}={value}" for name, value in vars(record).items() if name not in _plain_attributes)
        return " ".join(part for part in (super().format(record), extras, work_id()[:8]) if part)


def configure(*, development: bool) -> None:
    """Send all logs of this process to its standard error."""
    human = {"()": HumanFormatter, "fmt": "%(asctime)s %(levelname).1s %(name)s: %(message)s", "datefmt": "%H:%M:%S"}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": human if development else {"()": JsonFormatter}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"level": "INFO", "handlers": ["stderr"]},
            # It tells of every plug-in.
            "loggers": {"alembic": {"level": "WARNING"}},
        }
    )


def init_app(app: Flask) -> None:
    """Give each request an id and a line. Comes before everything else that looks at requests."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def _begin() -> None:
    g.request_id = uuid.uuid4().hex
    g.request_began = time.perf_counter()
    _work_id.set(g.request_id)


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    actor = g.get("actor")
    access_log.info(
        "request",
        extra={
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.request_began), 1),
            "account": actor.account_id if actor else None,
            "token": g.get("token"),
        },
    )
    return response


def _forget(_error: BaseException | None) -> None:
    _work_id.set("")
