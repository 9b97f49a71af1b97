"""The worker looks for work again and again."""

from __future__ import annotations

import threading

import pytest

from lms.core.jobs.heartbeat import last_seen
from lms.core.jobs.worker import Worker, look_until

pytestmark = pytest.mark.usefixtures("database")


def test_a_look_that_fails_is_followed_by_the_next() -> None:
    ended, looks = threading.Event(), []

    def look(now: object) -> None:
        looks.append(now)
        if len(looks) == 3:
            ended.set()
        raise ZeroDivisionError

    look_until(ended, "test", 0, look)
    assert len(looks) == 3


def test_a_look_that_takes_longer_than_its_time_is_not_overlapped(caplog: pytest.LogCaptureFixture) -> None:
    """However slow the machine, nothing is skipped and nothing is complained of."""
    ended, at_once, under_way = threading.Event(), [], threading.Lock()

    def look(_now: object) -> None:
        at_once.append(under_way.acquire(blocking=False))
        threading.Event().wait(0.02)  # Longer than the time between two looks.
        under_way.release()
        if len(at_once) == 4:
            ended.set()

    look_until(ended, "test", 0.001, look)
    assert at_once == [True] * 4
    assert caplog.records == []


def test_a_worker_that_is_told_to_stop_ends_all_its_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker()
    monkeypatch.setattr("signal.signal", lambda *_: None)  # Only the main thread may take signals.
    working = threading.Thread(target=worker.run_until_stopped)
    working.start()
    while last_seen() is None:
        threading.Event().wait(0.01)
    worker.stop()
    working.join()
    assert [each.name for each in threading.enumerate() if each.name.startswith(("lane", "events", "outbox"))] == []
