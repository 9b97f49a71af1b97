"""What the page of jobs shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.core.database import db
from lms.core.events import EventDelivery
from lms.core.jobs import access, heartbeat
from lms.core.jobs.models import JobRun, JobState
from lms.core.outbox import MessageState, OutboxMessage
from lms.core.pages import Page, paginate

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.permissions import Actor

TROUBLED = (MessageState.BOUNCED, MessageState.FAILED)


@dataclass(frozen=True)
class Condition:
    """How the machine is: the worker, and what it could not do."""

    worker_seen_at: datetime | None
    is_worker_alive: bool
    given_up_deliveries: int
    waiting_messages: int
    troubled_messages: int


def condition(now: datetime) -> Condition:
    """How the machine is now."""
    delivery, message = EventDelivery.given_up_at, OutboxMessage.state
    counts = select(
        select(func.count()).where(delivery.is_not(None)).scalar_subquery(),
        select(func.count()).where(message.in_((MessageState.QUEUED, MessageState.SENDING))).scalar_subquery(),
        select(func.count()).where(message.in_(TROUBLED)).scalar_subquery(),
    )
    given_up, waiting, troubled = db.session.execute(counts).one()
    return Condition(heartbeat.last_seen(), heartbeat.is_worker_alive(now), given_up, waiting, troubled)


def page_of_runs(actor: Actor, *, state: JobState | None, number: int) -> Page[JobRun]:
    """A page of the runs that the actor may see, the newest first."""
    statement = access.runs(actor).order_by(JobRun.queued_at.desc(), JobRun.id.desc())
    if state is not None:
        statement = statement.where(JobRun.state == state)
    return paginate(statement, number=number)
