"""The one place where the time is read. Instants are aware and in UTC; days are those of Asia/Shanghai."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

SHANGHAI = ZoneInfo("Asia/Shanghai")

_frozen: list[datetime] = []


def now() -> datetime:
    """The present instant, aware, in UTC. Views, jobs and commands ask; operations are told."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def local_date(instant: datetime) -> date:
    """The day on which an instant falls in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).date()


def today() -> date:
    """The present day in Asia/Shanghai."""
    return local_date(now())


def start_of(day: date) -> datetime:
    """The first instant of a day in Asia/Shanghai, in UTC."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Stand still at an instant, in every thread: for tests and for laying demonstration data."""
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    _frozen.append(instant)
    try:
        yield
    finally:
        _frozen.pop()
