"""What is asked of the database while something happens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import event

from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.http import HouseClient


class Statement(NamedTuple):
    """One statement as the driver got it."""

    text: str
    given: Any


@contextmanager
def noted_statements() -> Iterator[list[Statement]]:
    """Note every statement but those that begin a transaction."""
    noted: list[Statement] = []

    def note(_connection: object, _cursor: object, text: str, given: Any, *_rest: object) -> None:
        if not text.startswith("BEGIN"):
            noted.append(Statement(text, given))

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(client: HouseClient, address: str) -> int:
    """How many statements a page takes."""
    db.session.remove()
    with noted_statements() as noted:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(noted)
