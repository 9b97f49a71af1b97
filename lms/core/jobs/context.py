"""What a running job knows, and how it tells of itself."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import update

from lms.core import blobs
from lms.core.database import transaction
from lms.core.jobs.models import JobRun, JobState

if TYPE_CHECKING:
    import threading
    import uuid
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

SECONDS_BETWEEN_PROGRESS = 0.5

_NO_SYNC = {"synchronize_session": False}


class Interrupted(Exception):
    """The worker is asked to stop: the run goes back into the queue."""


class LeaseLost(Exception):
    """The run was given to another worker; nothing may be written in its name any more."""


class JobContext:
    """One claim on one run. `now` is when it began; call nothing of this inside a transaction of the job."""

    def __init__(self, run: JobRun, now: datetime, stopping: threading.Event | None = None) -> None:
        self.run_id = run.id
        self.job = run.job
        self.failures = run.failures
        self.public_id: uuid.UUID = run.public_id
        self.payload: Mapping[str, Any] = run.payload
        self.account_id = run.account_id
        self.congress_id = run.congress_id
        self.due_at = run.due_at
        self.now = now
        self._claim = run.claims
        self._began = time.monotonic()
        self._told = -SECONDS_BETWEEN_PROGRESS
        self._stopping = stopping

    def clock(self) -> datetime:
        """The present instant: when the run began, and what has passed since."""
        return self.now + timedelta(seconds=time.monotonic() - self._began)

    def progress(self, done: int, total: int, message: str = "", **params: str | int) -> None:
        """Tell the person how far it is; cheap to call for every row, for most calls write nothing.

        Args:
            done: items done, of
            total: items in all.
            message: an English msgid of what is being done, with its parameters as keywords.

        Raises:
            Interrupted: the worker is stopping; let it pass.
            LeaseLost: another worker has the run; let it pass.
        """
        if self._stopping is not None and self._stopping.is_set():
            raise Interrupted
        elapsed = time.monotonic() - self._began
        if elapsed - self._told < SECONDS_BETWEEN_PROGRESS and done < total:
            return
        self._told = elapsed
        with transaction() as session:
            self.write(session, done=done, total=total, message=message, message_params=params)

    def keep_result(self, data: bytes | BinaryIO, media_type: str, filename: str) -> None:
        """Keep the file that the person is waiting for."""
        with blobs.stage(data) as staged, transaction() as session:
            blob = blobs.put(session, staged, media_type, now=self.clock())
            self.write(session, result_sha256=blob.sha256, result_name=filename)

    def write(self, session: Session, **values: object) -> None:
        """Change the run's row, if the claim still holds.

        Raises:
            LeaseLost: it does not.
        """
        mine = update(JobRun).where(
            JobRun.id == self.run_id, JobRun.claims == self._claim, JobRun.state == JobState.RUNNING
        )
        if not session.execute(mine.values(values).returning(JobRun.id), execution_options=_NO_SYNC).all():
            raise LeaseLost
