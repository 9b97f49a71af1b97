"""Days that are planned: in order, and not more than a year of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.planning.refusals import DaysOutOfOrder, TooLong

if TYPE_CHECKING:
    from datetime import date

MOST_DAYS = 100


def must_be_in_order(first_on: date, last_on: date) -> None:
    """Days from the first to the last.

    Raises:
        DaysOutOfOrder: the last is before the first.
        TooLong: they are more than `MOST_DAYS`.
    """
    if last_on < first_on:
        raise DaysOutOfOrder
    if (last_on - first_on).days >= MOST_DAYS:
        raise TooLong(days=MOST_DAYS)
