"""How many deputies each unit gets: the plan's seats, and the 232 others by a stated rule (ADR 0012).

The plan fixes 2,745 seats and leaves 255 "to be distributed apart"; 2,977 deputies were elected, so 232 of those were
filled. Where they went is not published unit by unit. Here they are spread over all units but Hong Kong, Macao and
Taiwan, in proportion to the plan's seats, by largest remainder; equal remainders go to the unit that comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.electing_units import Unit

DEPUTIES = 2977
WITHOUT_MORE = frozenset({"810000", "820000", "710000"})


def seats_by_unit(units: Sequence[Unit], total: int = DEPUTIES) -> list[int]:
    """Seats in the order of the units; together they are `total`."""
    more = total - sum(unit.plan_seats for unit in units)
    shares = [0 if unit.region_code in WITHOUT_MORE else unit.plan_seats for unit in units]
    return [unit.plan_seats + added for unit, added in zip(units, largest_remainder(more, shares), strict=True)]


def largest_remainder(total: int, shares: Sequence[int]) -> list[int]:
    """Split a whole number in proportion to shares: whole quotas first, the rest to the largest remainders."""
    whole = sum(shares)
    quotas = [divmod(total * share, whole) for share in shares]
    left = total - sum(quota for quota, _remainder in quotas)
    by_remainder = sorted(range(len(shares)), key=lambda index: -quotas[index][1])
    favoured = set(by_remainder[:left])
    return [quota + (index in favoured) for index, (quota, _remainder) in enumerate(quotas)]
