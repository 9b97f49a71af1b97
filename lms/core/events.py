"""News between rooms: an event is a row of the transaction in which it became true; subscribers hear of it after.

A lower floor publishes and knows nobody above it; an upper floor subscribes. A handler runs in a transaction of its
own together with the mark that it has run, so what it writes happens exactly once (`lms.core.event_delivery`). It is
tried again after a failure, later and later; one that is given up shows on the jobs page. Handlers rely on no order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

Handler = TypeVar("Handler", bound="Callable[[Session, Event, datetime], None]")

_OPEN = text("delivered_at IS NULL AND given_up_at IS NULL")


class Event(Base):
    """Something that became true. The payload holds ids, dates and codes, never a name or a number of a person."""

    __tablename__ = "event"

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    kind: Mapped[str] = mapped_column(String(100), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[UtcDateTime]


class EventDelivery(Base):
    """One handler's share of one event: open until it is delivered or given up."""

    __tablename__ = "event_delivery"
    __table_args__ = (Index("ix_event_delivery_open", "next_try_at", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    handler: Mapped[str] = mapped_column(String(100), primary_key=True)
    next_try_at: Mapped[UtcDateTime]
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[UtcDateTime | None]
    given_up_at: Mapped[UtcDateTime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))

    event: Mapped[Event] = relationship()


@dataclass(frozen=True)
class Subscription:
    """A handler under the name by which its deliveries are remembered."""

    name: str
    kind: str
    handle: Callable[[Session, Event, datetime], None]


_subscriptions: dict[str, Subscription] = {}


def subscribe(kind: str, *, name: str = "") -> Callable[[Handler], Handler]:
    """Let a function hear of every event of a kind published from now on.

    The name is kept in the database: `<room>.<function>` unless given. A function that is renamed keeps its old name
    by giving it, else its open deliveries are given up.
    """

    def take(handle: Handler) -> Handler:
        given = name or f"{handle.__module__.split('.')[1]}.{handle.__name__}"
        known = _subscriptions.get(given)
        if known is not None and known.handle is not handle:
            raise ValueError(f"two handlers are called {given}")
        _subscriptions[given] = Subscription(given, kind, handle)
        return handle

    return take


def subscription(name: str) -> Subscription | None:
    """The subscription of that name; None if a release took the handler away."""
    return _subscriptions.get(name)


def publish(session: Session, kind: str, payload: Mapping[str, Any], *, now: datetime) -> Event:
    """Write an event into the caller's transaction, with an open delivery for every subscriber.

    The payload must be JSON and hold no personal data: ids, public ids, ISO dates, codes.
    """
    event = Event(kind=kind, payload=dict(payload), published_at=now)
    session.add(event)
    session.flush()
    session.add_all(
        EventDelivery(event_id=event.id, handler=each.name, next_try_at=now)
        for each in _subscriptions.values()
        if each.kind == kind
    )
    session.flush()
    return event
