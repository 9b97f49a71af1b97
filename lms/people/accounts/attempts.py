"""Counting attempts, so that guessing is slow: for an account, a source, or a name that nobody has.

An attempt is counted *before* it is checked, in a transaction of its own, and forgiven if it was right. Guesses sent
side by side are therefore counted one by one and never exceed the limit. A lock opens by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import case, delete, or_, select, update

from lms.core.crypto import blind_index
from lms.core.upsert import insert_into
from lms.people.accounts.errors import LockedOut
from lms.people.accounts.models import LoginAttempt

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.people.accounts.policy import Limit


def key_of(kind: str, value: object) -> bytes:
    """Under what an attempt is counted; neither an address nor a typed name can be read from it."""
    return blind_index(f"attempt:{kind}:{value}")


def count(session: Session, key: bytes, limit: Limit, *, now: datetime) -> bool:
    """Count one attempt as failed until it is forgiven. True if it was the last one before a lock.

    Raises:
        LockedOut: the key is locked now; this attempt is not counted and must not be checked.
    """
    failures = session.scalar(_counted(session, key, limit, now))
    if failures is None:
        until = session.scalars(select(LoginAttempt.locked_until).where(LoginAttempt.key == key)).one()
        raise LockedOut(until=cast("datetime", until))
    if failures < limit.failures:
        return False
    session.execute(update(LoginAttempt).where(LoginAttempt.key == key).values(locked_until=now + limit.lock))
    return True


def forget(session: Session, key: bytes) -> None:
    """The person proved to be who they are: nothing is held against the key any more."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.key == key))


def forgive(session: Session, key: bytes) -> None:
    """Take back one attempt that was right; those of others at the same source stay counted."""
    kept = case((LoginAttempt.failures > 0, LoginAttempt.failures - 1), else_=0)
    session.execute(update(LoginAttempt).where(LoginAttempt.key == key).values(failures=kept, locked_until=None))


def _counted(session: Session, key: bytes, limit: Limit, now: datetime) -> Any:
    """One statement: insert or add, unless locked; the row stays locked to others until the transaction ends."""
    insert = insert_into(session, LoginAttempt).values(key=key, failures=1, last_at=now, locked_until=None)
    starts_anew = or_(LoginAttempt.locked_until.is_not(None), LoginAttempt.last_at <= now - limit.lock)
    return insert.on_conflict_do_update(
        index_elements=[LoginAttempt.key],
        set_={
            "failures": case((starts_anew, 1), else_=LoginAttempt.failures + 1),
            "last_at": now,
            "locked_until": None,
        },
        where=or_(LoginAttempt.locked_until.is_(None), LoginAttempt.locked_until <= now),
    ).returning(LoginAttempt.failures)
