"""Each test has a database of its own, although the engine stays: nothing of one test is seen by the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from lms.core.database import db
from lms.people.models import Congress
from tests.factories import make_congress

if TYPE_CHECKING:
    from tests.support.databases import Databases


def congresses() -> list[int]:
    found = list(db.session.scalars(select(Congress.id)))
    db.session.remove()
    return found


def test_what_was_committed_is_gone_from_the_next_one_which_counts_anew(database: str, databases: Databases) -> None:
    engine, first = db.engine, make_congress().id
    databases.fresh()
    assert congresses() == []
    assert make_congress().id == first
    assert db.engine is engine


def test_what_nobody_wrote_to_is_used_again(database: str, databases: Databases) -> None:
    assert congresses() == []
    assert databases.fresh() == database


@pytest.mark.parametrize("writes", [False, True])
def test_a_connection_left_open_reaches_nothing_of_the_next_one(database: str, databases: Databases, writes) -> None:
    make_congress()
    left_open = db.engine.connect()
    left_open.execute(text("UPDATE congress SET name = 'x'" if writes else "SELECT * FROM congress"))
    databases.fresh()
    assert congresses() == []
    kept = make_congress().id
    left_open.invalidate()
    left_open.close()
    assert congresses() == [kept]
    databases.fresh()
    assert congresses() == []
