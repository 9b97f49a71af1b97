"""Reading the audit log: newest first, filtered, a page at a time from a key and not from a count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from lms.audit.models import AuditEvent
from lms.core.clock import start_of
from lms.core.database import db

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import Select

    from lms.core.permissions import Actor

PAGE = 50


@dataclass(frozen=True)
class AuditFilter:
    """What an auditor looks for. Days are those of Asia/Shanghai, both included; `account_id` is the actor's number."""

    since: date | None = None
    until: date | None = None
    action: str = ""
    account_id: int | None = None
    subject_id: uuid.UUID | None = None
    is_refusal: bool = False


@dataclass(frozen=True)
class AuditPage:
    """Some events, and the key from which older ones go on; None at the end of the log."""

    items: Sequence[AuditEvent]
    older_than: int | None


def matching(wanted: AuditFilter, *, actor: Actor) -> Select[AuditEvent]:
    """The events of the actor's congress, and those of no congress: sign-ins that failed belong to none."""
    event = AuditEvent
    statement = select(event).where(or_(event.congress_id == actor.congress_id, event.congress_id.is_(None)))
    if wanted.since is not None:
        statement = statement.where(event.recorded_at >= start_of(wanted.since))
    if wanted.until is not None:
        statement = statement.where(event.recorded_at < start_of(wanted.until + timedelta(days=1)))
    if wanted.action:
        statement = statement.where(event.action == wanted.action)
    if wanted.account_id is not None:
        statement = statement.where(event.account_id == wanted.account_id)
    if wanted.subject_id is not None:
        statement = statement.where(event.subject_id == wanted.subject_id)
    if wanted.is_refusal:
        statement = statement.where(event.succeeded.is_(False))
    return statement.order_by(event.id.desc())


def page(wanted: AuditFilter, *, actor: Actor, older_than: int | None = None) -> AuditPage:
    """One page, the newest first; new events do not shift the pages after it."""
    statement = matching(wanted, actor=actor)
    if older_than is not None:
        statement = statement.where(AuditEvent.id < older_than)
    found = db.session.scalars(statement.limit(PAGE + 1)).all()
    items = found[:PAGE]
    return AuditPage(items, items[-1].id if len(found) > PAGE else None)


def count(wanted: AuditFilter, *, actor: Actor) -> int:
    """How many events match."""
    matched = matching(wanted, actor=actor).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(matched)) or 0


def stream(wanted: AuditFilter, *, actor: Actor) -> Iterator[AuditEvent]:
    """All events that match, read in portions."""
    yield from db.session.scalars(matching(wanted, actor=actor).execution_options(yield_per=1000))
