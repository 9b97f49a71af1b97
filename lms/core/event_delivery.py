"""Bringing events to their handlers: the worker does it every second, a test whenever it likes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.backoff import error_name, next_try
from lms.core.database import db, transaction
from lms.core.events import EventDelivery, subscription

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)


class HandlerGone(Exception):
    """A delivery names a handler that this release does not have."""


def deliver_pending(*, now: datetime, limit: int = 10_000) -> int:
    """Deliver what is due, news published by the handlers included; returns how many deliveries succeeded."""
    delivered = 0
    if not _is_any_due(now):
        return delivered
    for _ in range(limit):
        outcome = _deliver_one(now)
        if outcome is None:
            break
        delivered += outcome
    return delivered


def _is_any_due(now: datetime) -> bool:
    """A look without a write lock and without the thread's session: it is asked every second and mostly says no."""
    with db.engine.connect() as connection:
        return connection.execute(_due(now).with_only_columns(EventDelivery.event_id)).first() is not None


def _deliver_one(now: datetime) -> bool | None:
    """Deliver the oldest due share: whether it succeeded, or None if none was due."""
    key: tuple[int, str] | None = None
    try:
        with transaction() as session:
            delivery = session.scalars(_claim(now)).first()
            if delivery is None:
                return None
            key = (delivery.event_id, delivery.handler)
            _handle(session, delivery, now)
            delivery.delivered_at = now
            delivery.attempts += 1
            delivery.last_error = None
    except Exception as error:
        if key is None:
            raise
        # Whatever a handler raises concerns that handler alone: the others still hear of the event.
        log.warning("event delivery failed", exc_info=error, extra={"event_id": key[0], "handler": key[1]})
        _put_off(key, error, now)
        return False
    return True


def _due(now: datetime) -> Select[EventDelivery]:
    return (
        select(EventDelivery)
        .where(
            EventDelivery.delivered_at.is_(None),
            EventDelivery.given_up_at.is_(None),
            EventDelivery.next_try_at <= now,
        )
        .order_by(EventDelivery.next_try_at, EventDelivery.event_id, EventDelivery.handler)
        .limit(1)
    )


def _claim(now: datetime) -> Select[EventDelivery]:
    with_event = _due(now).options(joinedload(EventDelivery.event, innerjoin=True))
    return with_event.with_for_update(skip_locked=True, of=EventDelivery).execution_options(populate_existing=True)


def _handle(session: Session, delivery: EventDelivery, now: datetime) -> None:
    taken = subscription(delivery.handler)
    if taken is None:
        raise HandlerGone(delivery.handler)
    taken.handle(session, delivery.event, now)


def _put_off(key: tuple[int, str], error: Exception, now: datetime) -> None:
    with transaction() as session:
        delivery = session.get_one(EventDelivery, key, with_for_update=True, populate_existing=True)
        delivery.attempts += 1
        delivery.last_error = error_name(error)
        again = next_try(delivery.attempts, now)
        if again is None or isinstance(error, HandlerGone):
            delivery.given_up_at = now
        else:
            delivery.next_try_at = again


def retry_given_up(*, now: datetime) -> int:
    """Open again what was given up, after its cause was mended; returns how many deliveries."""
    given_up = select(EventDelivery).where(EventDelivery.given_up_at.is_not(None))
    with transaction() as session:
        deliveries = session.scalars(given_up.with_for_update()).all()
        for delivery in deliveries:
            delivery.given_up_at = None
            delivery.attempts = 0
            delivery.next_try_at = now
    return len(deliveries)
