"""`lms jobs`: the list of work, for a terminal."""

from __future__ import annotations

import click
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db, transaction
from lms.core.event_delivery import retry_given_up
from lms.core.jobs import heartbeat, registry
from lms.core.jobs.models import JobRun, JobState
from lms.core.jobs.operations import enqueue


@click.group()
def jobs() -> None:
    """Work in the background."""


@jobs.command("list")
@click.option("--state", type=click.Choice([state.value for state in JobState]), help="Only runs in this state.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
def list_runs(state: str | None, limit: int) -> None:
    """The newest runs, one a line."""
    click.echo(f"worker {'alive' if heartbeat.is_worker_alive(clock.now()) else 'not seen'}")
    statement = select(JobRun).order_by(JobRun.id.desc()).limit(limit)
    if state:
        statement = statement.where(JobRun.state == JobState(state))
    for run in db.session.scalars(statement):
        progress = f"{run.percent}%" if run.percent is not None else ""
        queued = run.queued_at.astimezone(clock.SHANGHAI).isoformat(" ", "seconds")
        click.echo(f"{run.public_id} {queued} {run.state:<8} {run.job} {progress} {run.error_name}".rstrip())


@jobs.command()
@click.argument("name")
def run(name: str) -> None:
    """Ask for a job that needs no choices, e.g. `core.blob_sweep`; the worker does it."""
    try:
        with transaction() as session:
            asked = enqueue(session, name, {}, actor=None, now=clock.now())
    except registry.UnknownJob:
        known = ", ".join(each.name for each in registry.scheduled())
        raise click.UsageError(f"there is no job {name}; scheduled ones are {known}") from None
    click.echo(f"{asked.public_id} queued")


@jobs.command("retry-events")
def retry_events() -> None:
    """Deliver again the events that were given up, after their cause was mended."""
    click.echo(f"{retry_given_up(now=clock.now())} deliveries opened again")
