"""Two people at once, on purpose: threads that meet between the count and the write, and a switch for the locks."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, select, text

from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.write_gate import WriteGate
from lms.people.models import Mandate
from lms.study_sessions.seats import entrants, locking, seat_days, taking

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from sqlalchemy.orm import Session

PATIENCE = 0.5
"""Seconds that a thread waits for the other between count and write: with the lock on, the other cannot come."""

SECONDS_TO_FINISH = 60


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all acts at the same time, each in a thread of its own; a refusal is a result, anything else fails the test."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait(SECONDS_TO_FINISH)
        try:
            return act()
        except DomainError as refusal:
            return type(refusal)
        finally:
            db.session.remove()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [each.result(SECONDS_TO_FINISH) for each in [threads.submit(run, act) for act in acts]]


def meet_before_writing(monkeypatch: pytest.MonkeyPatch, *, surely: bool = False) -> None:
    """Let two threads wait for each other after each has counted the seats and before either writes.

    `surely`: with the locks off nothing holds either back, so both come, however busy the machine is.
    """
    meeting = threading.Barrier(2)
    count = taking._must_have_room

    def count_and_meet(*args: Any, **given: Any) -> None:
        count(*args, **given)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(SECONDS_TO_FINISH / 2 if surely else PATIENCE)

    monkeypatch.setattr(taking, "_must_have_room", count_and_meet)


def turn_locks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read where the law says lock; on SQLite also write as the driver does by default, without BEGIN IMMEDIATE."""

    def only_read(session: Any, model: Any, row_id: int) -> Any:
        return session.scalars(select(model).where(model.id == row_id).execution_options(populate_existing=True)).one()

    monkeypatch.setattr(locking, "lock_row", only_read)
    monkeypatch.setattr(entrants, "lock_row", only_read)
    monkeypatch.setattr(entrants, "lock_mandate", lambda session, id_: only_read(session, Mandate, id_))
    monkeypatch.setattr(seat_days, "lock_people", lambda *_: None)
    if db.is_sqlite:
        monkeypatch.setattr(db, "gate", WriteGate(None))
        engine = create_engine(db.engine.url, connect_args={"timeout": 30})
        monkeypatch.setitem(db._factory.kw, "bind", engine)
        monkeypatch.setattr(db, "_engine", engine)  # Of `core_transaction`.


def wait_until_blocked(session: Session) -> None:
    """Return once another connection waits for this one's row of PostgreSQL. SQLite's writers wait before they begin.

    For this one's: tests in other processes wait on the same server.
    """
    if db.is_sqlite:
        return
    blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
    for _ in range(600):
        if session.scalar(blocked):
            return
        time.sleep(0.05)
    raise AssertionError("nobody waited")
