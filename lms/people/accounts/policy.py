"""The numbers of sign-in, from the settings. Source: assessments under GB/T 22239-2019, level 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lms.core.settings import Settings

# A training centre or a village office is one address for many people: it may fail more often than one account.
SOURCE_FACTOR = 10


@dataclass(frozen=True)
class Limit:
    """So many failures, each within `lock` of the one before, lock for `lock`; then all is forgotten."""

    failures: int
    lock: timedelta


@dataclass(frozen=True)
class AccessPolicy:
    """What sign-in and login sessions go by."""

    account_limit: Limit = Limit(5, timedelta(minutes=5))
    source_limit: Limit = Limit(5 * SOURCE_FACTOR, timedelta(minutes=5))
    code_limit: Limit = Limit(3, timedelta(hours=1))
    idle_staff: timedelta = timedelta(minutes=30)
    idle_deputy: timedelta = timedelta(minutes=120)
    lifetime: timedelta = timedelta(hours=12)
    # Between the password and the second factor.
    pending: timedelta = timedelta(minutes=10)
    slip_valid: timedelta = timedelta(days=30)
    message_valid: timedelta = timedelta(minutes=15)

    @classmethod
    def from_settings(cls, settings: Settings) -> AccessPolicy:
        """The policy that the installation has set."""
        lock = timedelta(minutes=settings.lockout_minutes)
        return cls(
            account_limit=Limit(settings.lockout_failures, lock),
            source_limit=Limit(settings.lockout_failures * SOURCE_FACTOR, lock),
            idle_staff=timedelta(minutes=settings.idle_minutes_staff),
            idle_deputy=timedelta(minutes=settings.idle_minutes_deputy),
            lifetime=timedelta(hours=settings.session_hours),
        )
