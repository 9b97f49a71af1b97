"""Shares places among electing bodies by largest remainder (Hare quota), exactly.

The office must be able to defend every number, so the result is a worksheet: each body's
exact quota, its whole part, its remainder, the remainder's rank and what came of it. All
arithmetic is in integers and fractions; nothing is rounded before it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from lms.core.errors import DomainError
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class NothingToShareBy(DomainError):
    """Every body weighs nothing, so no share can be computed."""

    template = N_("The chosen basis is empty: no electing body has a deputy to count.")


class MinimumTooHigh(DomainError):
    """The guaranteed minimum alone needs more places than there are to share."""

    template = N_(
        "A minimum of %(minimum)d for each of %(bodies)d electing bodies needs %(needed)d places; "
        "only %(places)d are to be shared."
    )


class ReserveTooHigh(DomainError):
    """The common pool would leave nothing to share."""

    template = N_("A reserve of %(reserve)d leaves none of the %(places)d places to be shared.")


@dataclass(frozen=True)
class Round:
    """One pass of the computation: how much was shared among how much weight."""

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

    `rank` is the place of the remainder among those compared (1 is the first to be rounded
    up); it is `None` where no remainder was compared: a body raised to the minimum, or one
    of no weight.
    """

    body_id: int
    weight: int
    quota: Fraction
    floor: int
    remainder: Fraction
    rank: int | None
    places: int
    raised_in_round: int | None = None

    @property
    def is_rounded_up(self) -> bool:
        """True where the remainder earned one more place."""
        return self.rank is not None and self.places > self.floor


@dataclass(frozen=True)
class Worksheet:
    """The whole computation, in official order, ready to be printed and stored."""

    places: int
    reserve: int
    minimum: int
    rounds: tuple[Round, ...]
    shares: tuple[Share, ...]

    @property
    def shared(self) -> int:
        """The places shared among the bodies: all but the reserve."""
        return self.places - self.reserve

    @property
    def weight(self) -> int:
        """The sum of the basis."""
        return sum(share.weight for share in self.shares)


def apportion(
    basis: Mapping[int, int],
    *,
    places: int,
    official_order: Sequence[int],
    minimum: int = 0,
    reserve: int = 0,
) -> Worksheet:
    """Share `places - reserve` among the bodies of `basis` (body id → weight).

    The rules, as printed on the worksheet:

    1. `reserve` places go to the common pool.
    2. Quota = weight × places ÷ total weight. A body of no weight gets no place.
    3. A body whose quota is below `minimum` gets the minimum and leaves the computation; the
       rest is shared anew among the others, until every quota reaches the minimum.
    4. Each other body gets the whole part of its quota; the places left over go one each to the
       largest remainders. Ties: the larger weight first, then the official order.

    `official_order` names every body of `basis`.

    Raises:
        ReserveTooHigh: the reserve takes every place.
        NothingToShareBy: the basis weighs nothing.
        MinimumTooHigh: the minimum needs more places than there are to share.
    """
    _must_be_possible(basis, places=places, minimum=minimum, reserve=reserve)
    weights = {body: basis[body] for body in official_order if basis[body] > 0}
    raised, rounds = _raise_to_minimum(weights, places - reserve, minimum)
    sharing = {body: weight for body, weight in weights.items() if body not in raised}
    shares = raised | _largest_remainder(sharing, rounds[-1])
    return Worksheet(
        places=places,
        reserve=reserve,
        minimum=minimum,
        rounds=tuple(rounds),
        shares=tuple(shares.get(body) or _nothing(body) for body in official_order),
    )


def _must_be_possible(basis: Mapping[int, int], *, places: int, minimum: int, reserve: int) -> None:
    if reserve >= places:
        raise ReserveTooHigh(reserve=reserve, places=places)
    bodies = sum(1 for weight in basis.values() if weight > 0)
    if not bodies:
        raise NothingToShareBy
    if minimum * bodies > places - reserve:
        raise MinimumTooHigh(minimum=minimum, bodies=bodies, needed=minimum * bodies, places=places - reserve)


def _nothing(body: int) -> Share:
    zero = Fraction(0)
    return Share(body, 0, quota=zero, floor=0, remainder=zero, rank=None, places=0)


def _raise_to_minimum(weights: Mapping[int, int], places: int, minimum: int) -> tuple[dict[int, Share], list[Round]]:
    """Take out those below the minimum, round by round; the last round is the one that shares.

    It ends: each round but the last takes at least one body out, and as the places left never
    fall below the minimum times the bodies left, one body always stays.
    """
    raised: dict[int, Share] = {}
    rounds: list[Round] = []
    left = dict(weights)
    while True:
        this = Round(len(rounds) + 1, places - minimum * len(raised), sum(left.values()))
        rounds.append(this)
        below = {b: w for b, w in left.items() if w * this.places < minimum * this.weight}
        if not below:
            return raised, rounds
        for body, weight in below.items():
            raised[body] = _at_minimum(body, weight, minimum, this)
            del left[body]


def _at_minimum(body: int, weight: int, minimum: int, this: Round) -> Share:
    quota = Fraction(weight * this.places, this.weight)
    floor = int(quota)
    return Share(
        body,
        weight,
        quota=quota,
        floor=floor,
        remainder=quota - floor,
        rank=None,
        places=minimum,
        raised_in_round=this.number,
    )


def _largest_remainder(weights: Mapping[int, int], this: Round) -> dict[int, Share]:
    """`weights` come in official order, which a stable sort keeps as the last rule of ties."""
    quotas = {b: Fraction(w * this.places, this.weight) for b, w in weights.items()}
    by_remainder = sorted(weights, key=lambda b: (-(quotas[b] % 1), -weights[b]))
    left_over = this.places - sum(int(quota) for quota in quotas.values())
    return {
        body: Share(
            body,
            weights[body],
            quota=quotas[body],
            floor=int(quotas[body]),
            remainder=quotas[body] % 1,
            rank=rank,
            places=int(quotas[body]) + (rank <= left_over),
        )
        for rank, body in enumerate(by_remainder, start=1)
    }
