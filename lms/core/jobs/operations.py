"""Asking for work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.database import lock_row, transaction
from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.core.jobs import registry
from lms.core.jobs.models import JobRun, JobState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


class NothingToRetry(DomainError):
    """Only what has failed is tried again."""

    template = N_("Only work that has failed can be tried again.")


class AlreadyRetried(DomainError):
    """Two people pressed the button."""

    template = N_("This work is already being tried again.")


def enqueue(session: Session, name: str, payload: Mapping[str, Any], *, actor: Actor | None, now: datetime) -> JobRun:
    """Write a run into the caller's transaction; the worker starts it within a second or two of the commit.

    The payload is JSON and kept for some months: ids and choices, no personal values.

    Raises:
        UnknownJob: no room registered that name.
    """
    run = JobRun(
        job=registry.find(name).name,
        payload=dict(payload),
        account_id=actor.account_id if actor else None,
        congress_id=actor.congress_id if actor else None,
        queued_at=now,
        next_try_at=now,
    )
    session.add(run)
    session.flush()
    return run


def retry(run_id: int, *, actor: Actor, now: datetime) -> JobRun:
    """Run failed work once more, for whoever asked for it first; the failed run stays as it was.

    Raises:
        NothingToRetry: it has not failed.
        AlreadyRetried: a retry of it waits or runs.
    """
    with transaction() as session:
        failed = lock_row(session, JobRun, run_id)
        if failed.state is not JobState.FAILED:
            raise NothingToRetry
        if any(again.is_open for again in session.scalars(select(JobRun).where(JobRun.retry_of_id == failed.id))):
            raise AlreadyRetried
        again = JobRun(
            job=failed.job,
            payload=failed.payload,
            account_id=failed.account_id,
            congress_id=failed.congress_id,
            queued_at=now,
            next_try_at=now,
            retry_of_id=failed.id,
            retried_by_account_id=actor.account_id,
        )
        session.add(again)
    return again
