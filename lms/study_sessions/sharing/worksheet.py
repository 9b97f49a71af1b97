"""The worksheet of an apportionment: every number of every method, exactly, so that the office can defend each of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property


class Method(StrEnum):
    """How whole places are made of exact shares.

    Largest remainder is Hamilton's method with the Hare quota. The other two are divisor methods, named here after who
    proposed them in Europe; in America they are Jefferson's and Webster's.
    """

    LARGEST_REMAINDER = "largest_remainder"
    D_HONDT = "d_hondt"
    SAINTE_LAGUE = "sainte_lague"

    @property
    def has_divisors(self) -> bool:
        """Whether places go one by one to the highest quotient."""
        return self is not Method.LARGEST_REMAINDER


@dataclass(frozen=True)
class Round:
    """One pass of the largest remainders: how much was shared among how much weight."""

    number: int
    places: int
    weight: int

    @property
    def weight_per_place(self) -> Fraction:
        """The Hare quota: how much weight one place stands for."""
        return Fraction(self.weight, self.places)


@dataclass(frozen=True)
class Share:
    """One body's line: `places` and every number that explains them.

    `quota` is the exact share of all places that are shared, whatever the method.

    Largest remainder: `rank` is the place of the remainder among those compared (1 is the first to be rounded up); it is
    `None` where no remainder was compared: a body raised to the minimum, or one of no weight. `raised_in_round` says in
    which round it was raised.

    Divisors: `last_quotient` belongs to the last place that the body got, `next_quotient` to the one it did not get; `turn`
    says as which of the places that were given one by one the last one came, `None` where the body has the minimum alone.

    `grassroots` of the places are held for deputies from the grassroots.
    """

    body_id: int
    weight: int
    quota: Fraction
    floor: int
    remainder: Fraction
    rank: int | None
    places: int
    raised_in_round: int | None = None
    last_quotient: Fraction | None = None
    next_quotient: Fraction | None = None
    turn: int | None = None
    grassroots: int = 0

    @property
    def is_rounded_up(self) -> bool:
        """True where the remainder earned one more place."""
        return self.rank is not None and self.places > self.floor


@dataclass(frozen=True)
class Worksheet:
    """The whole computation, in official order, ready to be printed and stored. `grassroots` is what was asked for in all."""

    places: int
    reserve: int
    minimum: int
    rounds: tuple[Round, ...]
    shares: tuple[Share, ...]
    method: Method = Method.LARGEST_REMAINDER
    grassroots: int = 0

    @property
    def shared(self) -> int:
        """The places shared among the bodies: all but the reserve."""
        return self.places - self.reserve

    @property
    def weight(self) -> int:
        """The sum of the basis."""
        return sum(share.weight for share in self.shares)

    @property
    def held(self) -> int:
        """The places held for deputies from the grassroots; fewer than asked where units have too few such deputies."""
        return sum(share.grassroots for share in self.shares)

    @cached_property
    def contested(self) -> int:
        """How many places were given by remainder, or one by one by quotient."""
        if self.method.has_divisors:
            return max((share.turn or 0 for share in self.shares), default=0)
        return sum(share.is_rounded_up for share in self.shares)

    @property
    def last_in(self) -> Share | None:
        """The body that got the last contested place."""
        ranked = (share for share in self.shares if (share.rank or share.turn or 0) == self.contested > 0)
        return next(ranked, None)

    @property
    def first_out(self) -> Share | None:
        """The body that would have got one place more."""
        if self.method.has_divisors:
            coming = [share for share in self.shares if share.next_quotient is not None]
            return max(coming, key=lambda share: (share.next_quotient or 0, share.weight), default=None)
        return next((share for share in self.shares if share.rank == self.contested + 1), None)

    @property
    def is_decided_by_tie_rule(self) -> bool:
        """Whether the last place went by the rule of ties: the one who got it and the one who did not were equal."""
        last, first = self.last_in, self.first_out
        if last is None or first is None:
            return False
        if self.method.has_divisors:
            return last.last_quotient == first.next_quotient
        return last.remainder == first.remainder
