"""Where training stands at the end of the term if it goes on as in the last year, and what would close the gap.

The arithmetic is in whole people, on purpose simple enough to be checked by hand: pace × time left. It is a forecast for
planning and never becomes a fact of anybody's record.
"""

from __future__ import annotations

from dataclasses import dataclass

YEAR = 365


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where training stands on a day.

    Attributes:
        due: deputies in office who should be trained this term (应训).
        trained: of them, those who were (已训).
        newly: of the trained, those for whom it was the first time, within the last `days`.
        days: over how many days `newly` was counted: a year, or less if the term is younger.
        days_left: until the term ends.
    """

    due: int
    trained: int
    newly: int
    days: int
    days_left: int


@dataclass(frozen=True)
class Outlook:
    """What comes of it.

    Attributes:
        expected: deputies trained when the term ends, at the present pace; never more than are due.
        short: deputies due who would then still not be trained.
        places_a_year: places for them in each year that is left, on top of the present pace.
        sessions_a_year: the same in study sessions of the usual size; None if no size is usual yet.
    """

    expected: int
    short: int
    places_a_year: int
    sessions_a_year: int | None


def outlook(progress: Progress, *, usual_places: int | None) -> Outlook:
    """The forecast. Its years are begun years: with 400 days left there are two in which to act.

    Args:
        progress: where training stands.
        usual_places: how many places a study session usually has.
    """
    to_come = progress.newly * max(0, progress.days_left) // max(1, progress.days)
    expected = min(progress.due, progress.trained + to_come)
    short = progress.due - expected
    years = max(1, _up(progress.days_left, YEAR))
    a_year = _up(short, years)
    return Outlook(expected, short, a_year, _up(a_year, usual_places) if usual_places else None)


def _up(number: int, by: int) -> int:
    """The quotient, rounded up."""
    return -(-number // by)
