"""The active worker's sign of life."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from lms.core.database import db, transaction
from lms.core.jobs.models import WorkerHeartbeat
from lms.core.upsert import insert_into

NAME = "worker"
ALIVE_WITHIN = timedelta(seconds=30)


def beat(*, started_at: datetime, now: datetime) -> None:
    """Say that the worker that started then lives now."""
    with transaction() as session:
        row = insert_into(session, WorkerHeartbeat).values(name=NAME, started_at=started_at, seen_at=now)
        session.execute(
            row.on_conflict_do_update(index_elements=["name"], set_={"started_at": started_at, "seen_at": now})
        )


def last_seen() -> datetime | None:
    """When the worker was last seen; None if there never was one."""
    with db.engine.connect() as connection:
        return connection.scalar(select(WorkerHeartbeat.seen_at).where(WorkerHeartbeat.name == NAME))


def is_worker_alive(now: datetime) -> bool:
    """Whether it was seen within `ALIVE_WITHIN`."""
    seen = last_seen()
    return seen is not None and seen >= now - ALIVE_WITHIN
