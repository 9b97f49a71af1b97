"""`/healthz`: whether the platform works, for what watches over it. It tells nothing of its data or people."""

from __future__ import annotations

import logging
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lms.core import blobs, clock, migrations
from lms.core.database import db
from lms.core.jobs import heartbeat
from lms.core.permissions import anonymous

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

log = logging.getLogger(__name__)

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@anonymous
def healthz() -> ResponseReturnValue:
    """200 when all is well, 503 when something is not, and each check by its name."""
    checks = {name: _passes(name, check) for name, check in CHECKS.items()}
    is_well = all(checks.values())
    status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(status="ok" if is_well else "failing", checks=checks), status


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (SQLAlchemyError, OSError) as error:
        log.warning("health check failed", exc_info=error, extra={"check": name})
        return False


def _database_answers() -> bool:
    with db.engine.connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar_one())


@cache
def _head() -> str | None:
    """Read once: the scripts of a running process do not change."""
    return migrations.head()


CHECKS = {
    "database": _database_answers,
    "migrations": lambda: migrations.current() == _head(),
    "worker": lambda: heartbeat.is_worker_alive(clock.now()),
    "blobs": lambda: blobs.store().is_writable(),
}
