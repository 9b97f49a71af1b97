"""An apportionment as a picture: of every unit, in official order, the places that it got against its exact quota."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from lms.study_sessions.sharing.sheet import as_decimal

if TYPE_CHECKING:
    from decimal import Decimal

    from lms.study_sessions.sharing.sheet import Bodies
    from lms.study_sessions.sharing.worksheet import Worksheet

# So much of the scale stays free at its end: the mark of the largest quota is not cut off.
MARGIN = Fraction(102, 100)


class Bar(NamedTuple):
    """One unit's: a bar as long as its places, and a mark where its exact quota lies."""

    unit: str
    places: int
    quota: Decimal | None


@dataclass(frozen=True)
class Chart:
    """All units on one scale, which starts at 0 and holds the longest bar and the farthest mark."""

    bars: tuple[Bar, ...]
    scale: Decimal | None


def chart(worksheet: Worksheet, bodies: Bodies) -> Chart:
    """The picture of a worksheet; it says nothing that the worksheet's table does not say in figures."""
    farthest = max(max(share.quota, Fraction(share.places)) for share in worksheet.shares)
    bars = tuple(Bar(bodies[share.body_id].name, share.places, as_decimal(share.quota)) for share in worksheet.shares)
    return Chart(bars, as_decimal(farthest * MARGIN))
