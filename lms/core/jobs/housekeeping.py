"""Letting go of what has served its time: runs of jobs, and events that everyone has heard."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from lms.core.database import transaction
from lms.core.events import Event, EventDelivery
from lms.core.i18n import N_
from lms.core.jobs.models import JobRun, JobState
from lms.core.jobs.registry import job

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.jobs.context import JobContext

RUN_KEPT = timedelta(days=90)
EVENT_KEPT = timedelta(days=200)


def tidy(*, now: datetime) -> None:
    """Delete finished runs (their result files are swept after) and fully delivered events past their time."""
    waiting = exists().where(EventDelivery.event_id == Event.id, EventDelivery.delivered_at.is_(None))
    heard = select(Event.id).where(Event.published_at < now - EVENT_KEPT, ~waiting)
    finished = JobRun.state.in_((JobState.DONE, JobState.FAILED))
    with transaction() as session:
        # Not left to the cascade: a session of SQLite that forgot its PRAGMA would leave them behind.
        session.execute(delete(EventDelivery).where(EventDelivery.event_id.in_(heard)))
        session.execute(delete(Event).where(Event.id.in_(heard)))
        session.execute(delete(JobRun).where(finished, JobRun.finished_at < now - RUN_KEPT))


@job("core.housekeeping", title=N_("Clearing away old entries of the job list"), crontab="10 3 * * *")
def tidy_nightly(context: JobContext) -> None:
    """Every night, before the sweep of files."""
    tidy(now=context.now)
