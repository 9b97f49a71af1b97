"""Shares places among electing bodies by one of three methods, exactly.

The office must be able to defend every number, so the result is a worksheet: each body's exact quota, what its places were
given by, and by how much it missed one more. All arithmetic is in integers and fractions; nothing is rounded before it
is printed.

The rules, as printed on the worksheet:

1. `reserve` places go to the common pool.
2. Quota = weight × places ÷ total weight. A body of no weight gets no place.
3. Largest remainder: a body whose quota is below `minimum` gets the minimum and leaves the computation; the rest is
   shared anew among the others, until every quota reaches the minimum. Each of them gets the whole part of its
   quota; the places left over go one each to the largest remainders.
4. D'Hondt and Sainte-Laguë: each body gets the minimum first; the other places go one by one to the highest quotient
   of weight and divisor, where the divisor counts the places that the body has.
5. Ties: the larger weight first, then the official order.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.study_sessions.sharing.divisors import share_by_divisors
from lms.study_sessions.sharing.remainders import share_by_remainders
from lms.study_sessions.sharing.worksheet import Method, Round, Share, Worksheet

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


class TooManyForTheGrassroots(DomainError):
    """More places are to be held for the grassroots than are shared."""

    template = N_("%(grassroots)d places for grassroots deputies are more than the %(places)d places that are shared.")


def apportion(
    basis: Mapping[int, int],
    *,
    places: int,
    official_order: Sequence[int],
    method: Method = Method.LARGEST_REMAINDER,
    minimum: int = 0,
    reserve: int = 0,
) -> Worksheet:
    """Share `places - reserve` among the bodies of `basis` (body id → weight).

    The rules are those at the head of this module. `official_order` names every body of `basis`.

    Raises:
        ReserveTooHigh: the reserve takes every place.
        NothingToShareBy: the basis weighs nothing.
        MinimumTooHigh: the minimum needs more places than there are to share.
    """
    _must_be_possible(basis, places=places, minimum=minimum, reserve=reserve)
    weights = {body: basis[body] for body in official_order if basis[body] > 0}
    rounds: list[Round] = []
    if method.has_divisors:
        shares = share_by_divisors(method, weights, places - reserve, minimum)
    else:
        shares, rounds = share_by_remainders(weights, places - reserve, minimum)
    return Worksheet(
        places=places,
        reserve=reserve,
        minimum=minimum,
        rounds=tuple(rounds),
        shares=tuple(shares.get(body) or _nothing(body) for body in official_order),
        method=method,
    )


def hold_for_grassroots(worksheet: Worksheet, at_least: int, able: Mapping[int, int]) -> Worksheet:
    """The worksheet with at least so many of its shared places held for deputies from the grassroots.

    They are divided by largest remainder in proportion to the units' places, so that none exceeds them; and a unit holds
    no more than it has such deputies (`able`, body id → deputies), for nobody could fill the rest.

    Raises:
        TooManyForTheGrassroots: there are not so many places.
    """
    if at_least > worksheet.shared:
        raise TooManyForTheGrassroots(grassroots=at_least, places=worksheet.shared)
    if not at_least:
        return worksheet
    places = {share.body_id: share.places for share in worksheet.shares}
    divided = apportion(places, places=at_least, official_order=list(places))
    held = {share.body_id: min(share.places, able.get(share.body_id, 0)) for share in divided.shares}
    shares = tuple(replace(share, grassroots=held[share.body_id]) for share in worksheet.shares)
    return replace(worksheet, shares=shares, grassroots=at_least)


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
