"""What the database itself must refuse, whoever asks: the application, and the role that owns the tables."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lms.core.database import db, transaction


def assert_refused(attack: str) -> None:
    """Neither gets it done. The application's role may lack the right already; only the triggers stop the owner."""
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"), transaction() as session:
        session.execute(text(attack))
    with db.owner() as engine, engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(attack))
