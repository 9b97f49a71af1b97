"""The arithmetic of a rule: bands of length, each worth so much. Exact: seconds and quarters of an hour are integers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

QUARTERS_IN_AN_HOUR = 4
SECONDS_IN_A_MINUTE = 60


@dataclass(frozen=True, order=True)
class Band:
    """What a length is worth from a bound upwards; the bound itself belongs to it only if it `includes` it."""

    minutes: int
    includes: bool
    quarters: int

    def holds(self, seconds: int) -> bool:
        """Whether a length lies above the band's bound, or on it if that is included."""
        bound = self.minutes * SECONDS_IN_A_MINUTE
        return seconds > bound or (self.includes and seconds == bound)

    @property
    def hours(self) -> Decimal:
        """Credit hours, in quarters."""
        return Decimal(self.quarters) / QUARTERS_IN_AN_HOUR


class BadBands(ValueError):
    """The bands are no rule: none is for short lengths, two have one bound, or a longer course would be worth less."""


@dataclass(frozen=True)
class Rule:
    """Bands in the order of their bounds, from the shortest lengths; made by `rule_of`."""

    bands: tuple[Band, ...]

    def quarters(self, seconds: int) -> int:
        """What a published length is worth, in quarters of a credit hour; nothing at all is worth nothing."""
        if seconds <= 0:
            return 0
        return max((band.quarters for band in self.bands if band.holds(seconds)), default=0)

    def hours(self, seconds: int) -> Decimal:
        """The same in credit hours."""
        return Decimal(self.quarters(seconds)) / QUARTERS_IN_AN_HOUR


def rule_of(bands: Iterable[Band]) -> Rule:
    """A rule of bands in any order.

    Raises:
        BadBands: see there.
    """
    ordered = tuple(sorted(bands))
    if not ordered or (ordered[0].minutes, ordered[0].includes) != (0, False):
        raise BadBands
    if any(one.minutes == other.minutes or one.quarters >= other.quarters for one, other in pairwise(ordered)):
        raise BadBands
    return Rule(ordered)
