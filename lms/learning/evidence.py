"""The truth about watching, with no database in it (docs/watching.md, ADR 0009).

What the browser says is a claim. A claim is worth at most the time that has really passed since the last accepted one,
times the speed of playing; it adds only seconds that were not yet there. What is proved is playing, not attention.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from lms.learning.watched_seconds import first_of, seconds_in

if TYPE_CHECKING:
    from datetime import datetime

    from lms.learning.watched_seconds import Run

SLOWEST: Final = 50  # Speeds are whole percents, so that nothing is ever rounded.
FASTEST: Final = 200
MAX_RUNS: Final = 64  # An honest player sends one or two; somebody who seeks wildly a dozen.

TICKS_PER_SECOND: Final = 100_000_000  # A tick is a microsecond times a percent: ten nanoseconds.


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """How much of a video must have been played: so many percent of its seconds, the last few left out."""

    required_percent: int = 80
    free_tail_seconds: int = 5

    def counted(self, total: int) -> int:
        """The number of leading seconds that count; at least one, however short the video."""
        return max(1, total - self.free_tail_seconds)

    def needed(self, total: int) -> int:
        """How many of the counted seconds must have been played."""
        return max(1, -(-self.counted(total) * self.required_percent // 100))

    def is_met(self, watched: int, *, total: int) -> bool:
        """Whether a set of watched seconds is enough."""
        counted = watched & ((1 << self.counted(total)) - 1)
        return counted.bit_count() >= self.needed(total)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a player says it has played, in the order in which it was played, and how fast."""

    runs: tuple[Run, ...]
    speed: int = 100

    @property
    def allowed_speed(self) -> int:
        """The speed that is believed: a player that says 16× is held to the fastest we offer."""
        return min(max(self.speed, SLOWEST), FASTEST)


@dataclass(frozen=True, slots=True)
class Lease:
    """How much wall time a player can still turn into seconds.

    Up to `counted_until` the time is used up, but for `carry` ticks (less than a second); past `ends_at` none counts.
    """

    counted_until: datetime
    ends_at: datetime
    carry: int = 0

    def has_ended(self, now: datetime) -> bool:
        """Whether no further time counts."""
        return now > self.ends_at

    def ticks(self, now: datetime, speed: int) -> int:
        """Playing time that was possible since the last accepted beat; a clock that ran backwards gives none."""
        elapsed = max(timedelta(0), min(now, self.ends_at) - self.counted_until)
        return self.carry + elapsed // timedelta(microseconds=1) * speed

    def after_beat(self, now: datetime, ticks: int, length: timedelta) -> Lease:
        """The lease once a beat is accepted: prolonged while it lives, used up once it has ended."""
        carry = ticks % TICKS_PER_SECOND
        if self.has_ended(now):
            return replace(self, counted_until=max(self.counted_until, self.ends_at), carry=carry)
        counted_until = max(self.counted_until, now)
        return Lease(counted_until, max(self.ends_at, counted_until + length), carry)


@dataclass(frozen=True, slots=True)
class Credit:
    """What became of a claim. `accepted` are the claimed seconds that are now in `watched`, new or old."""

    watched: int
    accepted: int
    lease: Lease


def start_lease(now: datetime, length: timedelta) -> Lease:
    """A lease from which nothing has been credited yet: what was played before it is worth nothing."""
    return Lease(counted_until=now, ends_at=now + length)


def credit(watched: int, claim: Claim, lease: Lease, *, total: int, now: datetime, length: timedelta) -> Credit:
    """Credit a claim as far as it was possible.

    Seconds already watched cost nothing and add nothing, so a beat whose answer was lost can simply be sent again.
    Of the new ones the first that fit are credited, in the order of playing; the rest may be claimed again with the
    next beat, when more time has passed.

    Args:
        watched: the union so far, as bits (`watched_seconds`).
        total: whole seconds of the video.
        length: how long a lease lives after a beat.
    """
    ticks = lease.ticks(now, claim.allowed_speed)
    possible = ticks // TICKS_PER_SECOND
    accepted = 0
    for run in claim.runs:
        claimed = seconds_in(run, total=total)
        new = first_of(claimed & ~watched, possible)
        possible -= new.bit_count()
        watched |= new
        accepted |= claimed & watched
    return Credit(watched, accepted, lease.after_beat(now, ticks, length))
