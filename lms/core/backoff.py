"""When to try again what failed: soon at first, then ever more rarely."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12  # The twelfth try comes about 14 hours after the first: a night's outage is survived.


def next_try(attempts: int, now: datetime) -> datetime | None:
    """The instant of the next try after `attempts` failures, or None: it is given up and shown to a person."""
    if attempts >= MOST_ATTEMPTS:
        return None
    doublings: int = 2 ** (attempts - 1)
    return now + min(FIRST_WAIT * doublings, LONGEST_WAIT)


def error_name(error: BaseException) -> str:
    """What may be kept of an error: its type. Its text can quote a row, and so a person."""
    return f"{type(error).__module__}.{type(error).__qualname__}"[:200]
