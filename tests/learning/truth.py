"""A simple model of the truth: sets of seconds and exact fractions, written without a look at the code it judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

LEASE = 120


@dataclass
class Truth:
    """One person before one video of `total` whole seconds. Times are exact seconds since some beginning."""

    total: int
    watched: set[int] = field(default_factory=set)
    holder: object = None
    used_until: Fraction = Fraction(0)
    ends_at: Fraction = Fraction(0)
    rest: Fraction = Fraction(0)

    def start(self, player: object, at: Fraction) -> None:
        """A player takes the lease; whatever another one held is gone."""
        self.holder, self.used_until, self.ends_at, self.rest = player, at, at + LEASE, Fraction(0)

    def beat(self, player: object, runs: list[tuple[int, int]], speed: Fraction, at: Fraction) -> None:
        """A claim arrives: credit second after second while there is time to pay for it."""
        if player != self.holder:
            return
        speed = max(Fraction(1, 2), min(Fraction(2), speed))
        time = self.rest + max(Fraction(0), min(at, self.ends_at) - self.used_until) * speed
        coins = floor(time)
        self.rest = time - coins
        for start, end in runs:
            for second in range(start, end):
                if 0 <= second < self.total and second not in self.watched and coins:
                    self.watched.add(second)
                    coins -= 1
        if at <= self.ends_at:
            self.used_until = max(self.used_until, at)
            self.ends_at = max(self.ends_at, self.used_until + LEASE)
        else:
            self.used_until = max(self.used_until, self.ends_at)
