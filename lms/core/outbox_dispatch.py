"""Sending what is in the outbox: claim under a lock, hand over outside it, note the outcome, one message at a time.

A worker that dies between handing over and noting sends that one message a second time: better than never.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, or_, select, update

from lms.core import crypto, settings
from lms.core.backoff import error_name, next_try
from lms.core.database import db, transaction
from lms.core.gateways import Bounced, Gateway, Letter, Unreachable, gateway_for
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.core.outbox import ADDRESS_KEPT, ROW_KEPT, Channel, MessageState, OutboxMessage, content_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lms.core.jobs import JobContext

log = logging.getLogger(__name__)

# A hand-over takes at most twice the gateways' time-out; after this it is taken for lost.
LEASE = timedelta(minutes=2)


def dispatch_pending(*, now: datetime, gateways: Mapping[Channel, Gateway] | None = None, limit: int = 500) -> int:
    """Send what is due, oldest first; returns how many messages left.

    Args:
        gateways: where to hand them to; those of the settings unless given.
    """
    chosen = gateways or {channel: gateway_for(channel, settings.current()) for channel in Channel}
    sent = 0
    for _ in range(limit):
        claimed = _claim(now) if _is_any_due(now) else None
        if claimed is None:
            break
        sent += _send(claimed, chosen, now)
    return sent


def _claim(now: datetime) -> OutboxMessage | None:
    with transaction() as session:
        due = _due(now).with_for_update(skip_locked=True).execution_options(populate_existing=True)
        message = session.scalars(due).first()
        if message is not None:
            message.state = MessageState.SENDING
            message.attempts += 1
            message.next_try_at = now + LEASE
    return message


def _send(message: OutboxMessage, gateways: Mapping[Channel, Gateway], now: datetime) -> bool:
    outcome = _hand_over(message, gateways, now)
    mine = update(OutboxMessage).where(
        OutboxMessage.id == message.id,
        OutboxMessage.attempts == message.attempts,
        OutboxMessage.state == MessageState.SENDING,
    )
    with transaction() as session:
        session.execute(mine.values(outcome), execution_options={"synchronize_session": False})
    return outcome["state"] is MessageState.SENT


def _hand_over(message: OutboxMessage, gateways: Mapping[Channel, Gateway], now: datetime) -> dict[str, object]:
    """Try it; returns the columns that say what came of it."""
    if message.expires_at is not None and message.expires_at <= now:
        return _ended(MessageState.EXPIRED, now)
    try:
        gateways[message.channel].send(_open(message))
    except Bounced as error:
        return _ended(MessageState.BOUNCED, now) | {"last_error": _reason(error)}
    except Unreachable as error:
        return _put_off(message, _reason(error), now)
    except Exception as error:
        # What we did not foresee of a gateway: the next message must not wait for a mended program.
        log.exception("gateway failed", extra={"message_id": str(message.public_id)})
        return _put_off(message, error_name(error), now)
    return _ended(MessageState.SENT, now)


def _open(message: OutboxMessage) -> Letter:
    if message.address is None:
        raise Bounced("no address")
    return Letter(message.public_id.hex, crypto.decrypt(message.address), **content_of(message))


def _reason(error: Bounced | Unreachable) -> str:
    """The gateway's code, never its text, which could quote the message."""
    return f"{type(error).__name__} {error}"[:200]


def _ended(state: MessageState, now: datetime) -> dict[str, object]:
    return {"state": state, "finished_at": now, "content": None, "last_error": ""}


def _put_off(message: OutboxMessage, reason: str, now: datetime) -> dict[str, object]:
    """Later, or given up; then the text stays a while, for a person may want it sent after the outage."""
    again = next_try(message.attempts, now)
    if again is None:
        return {"state": MessageState.FAILED, "finished_at": now, "last_error": reason}
    return {"state": MessageState.QUEUED, "next_try_at": again, "last_error": reason}


def _due(now: datetime) -> Select[OutboxMessage]:
    """Queued and due, or handed over so long ago that its worker must have died."""
    is_open = or_(OutboxMessage.state == MessageState.QUEUED, OutboxMessage.state == MessageState.SENDING)
    due = select(OutboxMessage).where(is_open, OutboxMessage.next_try_at <= now)
    return due.order_by(OutboxMessage.next_try_at, OutboxMessage.id).limit(1)


def _is_any_due(now: datetime) -> bool:
    with db.engine.connect() as connection:
        return connection.execute(_due(now).with_only_columns(OutboxMessage.id)).first() is not None


def erase_old(*, now: datetime) -> None:
    """Let addresses, texts that never left, and at last the rows go, each after its time (docs/privacy.md)."""
    ended = OutboxMessage.finished_at
    with transaction() as session:
        stale = update(OutboxMessage).where(ended < now - ADDRESS_KEPT, OutboxMessage.address.is_not(None))
        session.execute(stale.values(address=None, content=None), execution_options={"synchronize_session": False})
        session.execute(delete(OutboxMessage).where(ended < now - ROW_KEPT))


@job("core.outbox_erasure", title=N_("Erasing addresses of old messages"), crontab="20 3 * * *")
def erase_nightly(context: JobContext) -> None:
    """Every night."""
    erase_old(now=context.now)
