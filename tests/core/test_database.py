"""One way to write, on both engines."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import StatementError

from lms.core.database import NestedTransaction, core_transaction, db, lock_row, transaction
from lms.core.write_gate import WriteGate
from lms.people.models import Congress, Level
from tests.factories import make_congress, make_person

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    Begin = Callable[[], AbstractContextManager[Any]]

pytestmark = pytest.mark.usefixtures("database")


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Congress)) or 0


def congress(code: str = "npc") -> Congress:
    return Congress(code=code, level=Level.NATIONAL, name="全国人民代表大会", name_en="NPC")


def test_what_a_transaction_wrote_is_there_afterwards() -> None:
    with transaction() as session:
        session.add(congress())
    db.session.remove()
    assert count() == 1


def test_an_error_leaves_nothing_behind() -> None:
    def fail_half_way() -> None:
        with transaction() as session:
            session.add(congress())
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert count() == 0


def test_an_operation_inside_an_operation_is_refused() -> None:
    with pytest.raises(NestedTransaction), transaction(), transaction():
        raise AssertionError("the inner one must not begin")


def test_after_a_refused_nesting_the_next_operation_works() -> None:
    with pytest.raises(NestedTransaction), transaction(), transaction():
        raise AssertionError("the inner one must not begin")
    with transaction() as session:
        session.add(congress())
    assert count() == 1


def test_a_row_read_before_is_read_anew_inside() -> None:
    """Else a rule would be checked on what the page showed, not on what is."""
    stale = make_congress(name="before")
    assert db.session.get(Congress, stale.id) is not None
    change_elsewhere("UPDATE congress SET name = 'after'")
    with transaction() as session:
        assert lock_row(session, Congress, stale.id).name == "after"


def test_a_reader_does_not_wait_for_a_writer() -> None:
    make_congress()
    seen: list[int] = []
    with transaction() as session:
        session.add(congress())
        session.flush()
        reader = threading.Thread(target=lambda: (seen.append(count()), db.session.remove()))
        reader.start()
        reader.join(timeout=10)
    assert seen == [1]


def test_writers_queue_and_none_is_lost() -> None:
    def write(number: int) -> None:
        for turn in range(5):
            with transaction() as session:
                session.add(congress(f"c{number}-{turn}"))
        db.session.remove()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert count() == 40


def test_a_naive_instant_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001  # The very thing that must be refused.
    with pytest.raises(StatementError, match="aware"):
        make_person(created_at=naive)


def test_an_instant_comes_back_in_utc() -> None:
    instant = datetime(2026, 3, 16, 1, 2, 3, 456789, tzinfo=UTC)
    person = make_person(created_at=instant)
    db.session.expire_all()
    assert person.created_at == instant
    assert person.created_at.tzinfo is UTC


def change_elsewhere(statement: str) -> None:
    def change() -> None:
        with transaction() as session:
            session.execute(text(statement))
        db.session.remove()

    other = threading.Thread(target=change)
    db.session.rollback()
    other.start()
    other.join()


def test_a_core_transaction_commits_once_or_leaves_nothing() -> None:
    def fail_half_way() -> None:
        with core_transaction() as connection:
            connection.execute(update(Congress).values(name="没有"))
            raise ZeroDivisionError

    with transaction() as session:
        session.add(congress())
    with core_transaction() as connection:
        connection.execute(update(Congress).values(name_en="China"))
    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    db.session.remove()
    assert db.session.execute(select(Congress.name, Congress.name_en)).one() == ("全国人民代表大会", "China")


@pytest.mark.parametrize(("outer", "inner"), [(transaction, core_transaction), (core_transaction, transaction)])
def test_neither_kind_of_operation_runs_inside_the_other(outer: Begin, inner: Begin) -> None:
    with pytest.raises(NestedTransaction), outer(), inner():
        raise AssertionError("the inner one must not begin")


def test_a_core_transaction_ends_the_read_that_came_before() -> None:
    """Else a page would go on with what it saw before the write."""
    with transaction() as session:
        session.add(congress())
    assert db.session.scalars(select(Congress.name_en)).one() == "NPC"
    with core_transaction() as connection:
        connection.execute(update(Congress).values(name_en="China"))
    assert db.session.scalars(select(Congress.name_en)).one() == "China"


def test_a_gate_that_was_closed_lets_nobody_through(tmp_path: Path) -> None:
    """Else a request that comes late would open the file of a database that is let go."""
    gate = WriteGate(str(tmp_path / "some.sqlite3"))
    with gate:
        pass
    gate.close()
    with pytest.raises(RuntimeError, match="not bound"), gate:
        raise AssertionError("nobody must come here")
