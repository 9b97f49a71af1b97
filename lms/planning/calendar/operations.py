"""Entering dates of the year."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from lms import audit
from lms.core.database import transaction
from lms.planning.calendar import access
from lms.planning.calendar.models import CalendarDate, DateKind
from lms.planning.days import must_be_in_order

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from lms.core.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class DateWords:
    """What is said of a date."""

    kind: DateKind
    title: str
    first_on: date
    last_on: date
    note: str = ""


def enter(words: DateWords, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Put a date into the year; returns its public id. Raises DaysOutOfOrder, TooLong."""
    must_be_in_order(words.first_on, words.last_on)
    with transaction() as session:
        entered = CalendarDate(
            congress_id=actor.congress_id, entered_by=actor.account_id, entered_at=now, **asdict(words)
        )
        session.add(entered)
        session.flush()
        subject = ("calendar_date", entered.public_id)
        audit.record(session, actor=actor, action="calendar_date.entered", subject=subject, now=now)
        return entered.public_id


def change(public_id: uuid.UUID, words: DateWords, *, actor: Actor, now: datetime) -> None:
    """Say something else of a date. Raises NotFound, DaysOutOfOrder, TooLong."""
    must_be_in_order(words.first_on, words.last_on)
    with transaction() as session:
        entered = access.entered(session, public_id, actor=actor)
        said = asdict(words)
        changed = sorted(name for name, value in said.items() if getattr(entered, name) != value)
        for name in changed:
            setattr(entered, name, said[name])
        subject = ("calendar_date", public_id)
        audit.record(session, actor=actor, action="calendar_date.changed", subject=subject, fields=changed, now=now)


def remove(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> date:
    """Take a date out of the year; returns its first day. Raises NotFound."""
    with transaction() as session:
        entered = access.entered(session, public_id, actor=actor)
        first_on: date = entered.first_on
        session.delete(entered)
        subject = ("calendar_date", public_id)
        audit.record(session, actor=actor, action="calendar_date.removed", subject=subject, now=now)
        return first_on
