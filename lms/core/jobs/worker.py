"""The worker process: a thread for each kind of look; the database says what there is to do."""

from __future__ import annotations

import logging
import signal
import threading
from typing import TYPE_CHECKING

from lms.core import clock
from lms.core.database import db
from lms.core.event_delivery import deliver_pending
from lms.core.jobs import heartbeat
from lms.core.jobs.leader import leadership
from lms.core.jobs.running import Runner, recover
from lms.core.jobs.schedule import schedule_due
from lms.core.outbox_dispatch import dispatch_pending

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lms.core.jobs.leader import Leadership

    Tick = Callable[[datetime], object]

log = logging.getLogger(__name__)

LANES = 2  # Jobs at a time, so that a long one does not hold up a short one.
SECONDS_BETWEEN_BEATS = 5
SECONDS_IN_WAITING = 2


class Worker:
    """Works while it is the only one; stands by while another one is."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._runner = Runner(self._stopping)

    def run_until_stopped(self) -> None:
        """Work until `stop` is called, which SIGTERM and SIGINT do. Call from the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())
        lock = leadership()
        try:
            while not self._stopping.is_set():
                if lock.acquire():
                    self._work(lock)
                self._stopping.wait(SECONDS_IN_WAITING)
        finally:
            lock.release()
            db.dispose()

    def stop(self) -> None:
        """Finish what is at a good place to be interrupted, then end."""
        self._stopping.set()

    def _work(self, lock: Leadership) -> None:
        """Tick until stopped, or until the lock is lost with the database's connection."""
        log.info("worker active")
        started_at = clock.now()
        # The first sign of life is given before the first tick, so that a fresh start is healthy at once.
        heartbeat.beat(started_at=started_at, now=started_at)
        ended = threading.Event()
        looking = [
            threading.Thread(target=look_until, args=(ended, name, seconds, tick), name=name)
            for name, (seconds, tick) in self._ticks(started_at).items()
        ]
        for thread in looking:
            thread.start()
        try:
            while not self._stopping.wait(SECONDS_BETWEEN_BEATS) and lock.acquire():
                pass
        finally:
            ended.set()
            for thread in looking:
                thread.join()
        log.info("worker stopped" if self._stopping.is_set() else "worker lost its lock")

    def _ticks(self, started_at: datetime) -> dict[str, tuple[float, Tick]]:
        """The kinds of look, with the seconds between two of them."""
        return {
            "events": (1, lambda now: deliver_pending(now=now, limit=200)),
            "outbox": (1, lambda now: dispatch_pending(now=now, limit=50)),
            "schedule": (10, lambda now: schedule_due(now=now)),
            "recovery": (15, lambda now: recover(now=now)),
            "beat": (SECONDS_BETWEEN_BEATS, lambda now: self._beat(started_at, now)),
            **{f"lane {lane}": (1, self._runner.run_pending) for lane in range(1, LANES + 1)},
        }

    def _beat(self, started_at: datetime, now: datetime) -> None:
        heartbeat.beat(started_at=started_at, now=now)
        self._runner.renew_leases(now)


def look_until(ended: threading.Event, name: str, seconds: float, tick: Tick) -> None:
    """Look, wait, and look again; the wait begins when a look has ended, so that none ever overlaps the one before.

    A database that is away for a moment must not end the worker: the next look comes anyway.
    """
    while not ended.is_set():
        try:
            tick(clock.now())
        except Exception:
            log.exception("tick failed", extra={"tick": name})
        finally:
            db.session.remove()
        ended.wait(seconds)
