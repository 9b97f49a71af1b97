"""What is to be done, is being done and was done: the database is the truth, a process only lends its hands."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type


class JobState(StrEnum):
    """Where a run stands. A failure that is tried again is `queued` again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_OPEN = text("state IN ('queued', 'running')")


class JobRun(Base):
    """One run of a job: scheduled for an instant (`due_at`), or asked for by somebody (`due_at` is NULL).

    Ids of accounts and congresses are opaque here, since the cellar knows no people. `claims` fences: a run that was
    taken from a worker which stood still cannot be finished by it any more.
    """

    __tablename__ = "job_run"
    __table_args__ = (
        UniqueConstraint("job", "due_at"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress"),
        Index("ix_job_run_open", "next_try_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_job_run_queued_at", "queued_at"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    job: Mapped[str] = mapped_column(String(100))
    due_at: Mapped[UtcDateTime | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    congress_id: Mapped[int | None]
    account_id: Mapped[int | None]

    state: Mapped[JobState] = mapped_column(enum_type(JobState, "job_state"), default=JobState.QUEUED)
    queued_at: Mapped[UtcDateTime]
    next_try_at: Mapped[UtcDateTime]
    started_at: Mapped[UtcDateTime | None]
    finished_at: Mapped[UtcDateTime | None]
    lease_until: Mapped[UtcDateTime | None]
    claims: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)

    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(default="")
    message_params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error: Mapped[str] = mapped_column(default="")
    error_params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error_name: Mapped[str] = mapped_column(String(200), default="")
    result_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    result_name: Mapped[str] = mapped_column(default="")

    retry_of_id: Mapped[int | None] = mapped_column(ForeignKey("job_run.id", ondelete="SET NULL"))
    retried_by_account_id: Mapped[int | None]

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs, so that its page should be looked at again."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def percent(self) -> int | None:
        """How much is done, 0–100, or None before the size of the work is known."""
        return min(100, 100 * self.done // self.total) if self.total else None


class JobSchedule(Base):
    """Until when a scheduled job's runs were laid down; what lies between that and now was missed and is caught up."""

    __tablename__ = "job_schedule"

    job: Mapped[str] = mapped_column(String(100), primary_key=True)
    laid_until: Mapped[UtcDateTime]


class WorkerHeartbeat(Base):
    """The active worker's sign of life: one row."""

    __tablename__ = "worker_heartbeat"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    started_at: Mapped[UtcDateTime]
    seen_at: Mapped[UtcDateTime]
