"""Taking runs from the queue and running them: claim under a lock, run outside it, finish by the claim's number."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, select, update

from lms.core import logs
from lms.core.backoff import error_name, next_try
from lms.core.database import db, transaction
from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.core.jobs import registry
from lms.core.jobs.context import Interrupted, JobContext, LeaseLost
from lms.core.jobs.models import JobRun, JobState

if TYPE_CHECKING:
    import threading
    from datetime import datetime

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)

UNEXPECTED = N_("Something went wrong that is not your doing. The administrators can see it and try again.")
INTERRUPTED = N_("The work was interrupted several times. The administrators can see it and try again.")


class Runner:
    """Runs what is due in the calling thread; several threads may call. It keeps the leases of what it runs."""

    def __init__(self, stopping: threading.Event | None = None) -> None:
        self._stopping = stopping
        self._claimed: set[int] = set()

    def run_pending(self, now: datetime, *, limit: int = 100) -> int:
        """Run what is due, oldest first; returns how many runs were taken up."""
        for taken in range(limit):
            if self._is_stopping() or not _is_any(_due(now)):
                return taken
            context = self._claim(now)
            if context is None:
                return taken
            try:
                with logs.working_for(context.public_id.hex):
                    _run(context)
            finally:
                self._claimed.discard(context.run_id)
        return limit

    def renew_leases(self, now: datetime) -> None:
        """Say that what this process runs is still being run."""
        if not self._claimed:
            return
        mine = update(JobRun).where(JobRun.id.in_(sorted(self._claimed)), JobRun.state == JobState.RUNNING)
        with transaction() as session:
            session.execute(mine.values(lease_until=now + LEASE), execution_options={"synchronize_session": False})

    def _claim(self, now: datetime) -> JobContext | None:
        with transaction() as session:
            run = session.scalars(_due(now).with_for_update(skip_locked=True)).first()
            if run is None:
                return None
            run.state = JobState.RUNNING
            run.claims += 1
            run.started_at = now
            run.lease_until = now + LEASE
            self._claimed.add(run.id)
            return JobContext(run, now, self._stopping)

    def _is_stopping(self) -> bool:
        return self._stopping is not None and self._stopping.is_set()


def run_pending(*, now: datetime) -> int:
    """Run everything that is due, here and now: for tests and commands."""
    return Runner().run_pending(now)


def recover(*, now: datetime) -> int:
    """Put runs whose worker died or stood still back into the queue; returns how many."""
    lost = select(JobRun).where(JobRun.state == JobState.RUNNING, JobRun.lease_until < now).order_by(JobRun.id)
    if not _is_any(lost):
        return 0
    with transaction() as session:
        runs = session.scalars(lost.with_for_update(skip_locked=True)).all()
        for run in runs:
            run.failures += 1
            for name, value in _after_failure(run.job, run.failures, now, INTERRUPTED, "WorkerLost").items():
                setattr(run, name, value)
    return len(runs)


def _run(context: JobContext) -> None:
    """Run the body; whatever it raises becomes the run's state, since nobody else is there to hear of it."""
    about = {"job": context.job}
    try:
        registry.find(context.job).run(context)
        outcome: dict[str, object] = {"state": JobState.DONE}
    except Interrupted:
        outcome = {"state": JobState.QUEUED}
    except DomainError as refusal:
        outcome = _refused(refusal)
    except Exception as error:
        log.exception("job run failed", extra=about)
        failures = context.failures + 1
        again = _after_failure(context.job, failures, context.clock(), UNEXPECTED, error_name(error))
        outcome = again | {"failures": failures}
    try:
        with transaction() as session:
            context.write(session, finished_at=context.clock(), lease_until=None, **outcome)
    except LeaseLost:
        log.warning("job run was taken over", extra=about)


def _refused(refusal: DomainError) -> dict[str, object]:
    """A refusal is the same at every try: the person reads it at once."""
    params = {key: value if isinstance(value, int | str) else str(value) for key, value in refusal.params.items()}
    return {
        "state": JobState.FAILED,
        "error": refusal.template,
        "error_params": params,
        "error_name": error_name(refusal),
    }


def _after_failure(job: str, failures: int, now: datetime, message: str, name: str) -> dict[str, object]:
    """Another try later, or the end of it."""
    again = next_try(failures, now)
    if again is None or failures >= registry.most_failures(job):
        return {"state": JobState.FAILED, "error": message, "error_params": {}, "error_name": name}
    return {"state": JobState.QUEUED, "next_try_at": again, "error_name": name}


def _due(now: datetime) -> Select[JobRun]:
    waiting = select(JobRun).where(JobRun.state == JobState.QUEUED, JobRun.next_try_at <= now)
    return waiting.order_by(JobRun.next_try_at, JobRun.id).limit(1)


def _is_any(statement: Select[JobRun]) -> bool:
    """A look without a write lock and without the thread's session: it is asked every second and mostly says no."""
    with db.engine.connect() as connection:
        return connection.execute(statement.with_only_columns(JobRun.id).limit(1)).first() is not None
