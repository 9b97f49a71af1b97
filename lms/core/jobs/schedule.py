"""Laying down the runs of scheduled jobs: one row for each job and instant, whoever lays it and however often."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import select

from lms.core.clock import SHANGHAI
from lms.core.database import db, transaction
from lms.core.jobs import registry
from lms.core.jobs.models import JobRun, JobSchedule
from lms.core.upsert import insert_into

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.jobs.registry import Job

MOST_CAUGHT_UP = 400


def schedule_due(*, now: datetime) -> int:
    """Lay down the runs that fell due since the last time; returns how many. A new job starts from now."""
    with db.engine.connect() as connection:
        laid = dict(connection.execute(select(JobSchedule.job, JobSchedule.laid_until)).all())
    added = 0
    for each in registry.scheduled():
        since = laid.get(each.name)
        if since is None or due_instants(each, since, now):
            added += _lay(each, now)
    return added


def due_instants(job: Job, since: datetime, until: datetime) -> list[datetime]:
    """The instants after `since` up to `until` at which a job runs: the newest only, unless it wants every one."""
    trigger = CronTrigger.from_crontab(job.crontab, timezone=SHANGHAI)
    newest: deque[datetime] = deque(maxlen=MOST_CAUGHT_UP if job.every_missed else 1)
    moment = trigger.get_next_fire_time(since, since)
    while moment is not None and moment <= until:
        newest.append(moment)
        moment = trigger.get_next_fire_time(moment, moment)
    return list(newest)


def _lay(job: Job, now: datetime) -> int:
    with transaction() as session:
        schedule = session.get(JobSchedule, job.name, with_for_update=True, populate_existing=True)
        if schedule is None:
            first = insert_into(session, JobSchedule).values(job=job.name, laid_until=now)
            session.execute(first.on_conflict_do_nothing())
            return 0
        due = due_instants(job, schedule.laid_until, now)
        schedule.laid_until = now
        return sum(_lay_run(session, job, instant, now) for instant in due)


def _lay_run(session: Session, job: Job, due_at: datetime, now: datetime) -> bool:
    run = insert_into(session, JobRun).values(job=job.name, due_at=due_at, queued_at=now, next_try_at=now)
    laid = session.execute(run.on_conflict_do_nothing(index_elements=["job", "due_at"]).returning(JobRun.id))
    return laid.first() is not None
