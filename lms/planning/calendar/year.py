"""One congress's year, in order of date: what was entered, the holidays, and what every room says of its own days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.working_days import CalendarNotPublished, exceptional_days
from lms.planning import subjects
from lms.planning.annual.lines import lines_to_hold
from lms.planning.calendar import access
from lms.planning.calendar.models import CalendarDate, DateKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from lms.planning.annual.models import PlanLine
    from lms.planning.subjects import Subject


class Mark(StrEnum):
    """What kind of thing a line of the year is."""

    PLENARY = "plenary"
    COMMITTEE = "committee"
    OTHER = "other"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    SUBJECT = "subject"
    PLANNED = "planned"


# Its word, and the tone of its tag.
MARKS = {
    Mark.PLENARY: (N_("Plenary session"), "red"),
    Mark.COMMITTEE: (N_("Standing committee meeting"), "amber"),
    Mark.OTHER: (N_("Other date"), ""),
    Mark.HOLIDAY: (N_("Public holiday"), "green"),
    Mark.MAKE_UP: (N_("Working weekend"), ""),
    Mark.SUBJECT: (N_("Study session"), "blue"),
    Mark.PLANNED: (N_("Planned"), ""),
}
OF_DATE = {
    DateKind.PLENARY: Mark.PLENARY,
    DateKind.COMMITTEE: Mark.COMMITTEE,
    DateKind.OTHER: Mark.OTHER,
}


@dataclass(frozen=True, slots=True)
class YearLine:
    """Some days of the year. `source` is what it was read from, where it has a page.

    What is intended for a month, and has no days yet, spans the month and `has_days` is false.
    """

    mark: Mark
    first_on: date
    last_on: date
    title: str
    note: str = ""
    source: CalendarDate | Subject | PlanLine | None = None
    has_days: bool = True

    @property
    def order(self) -> tuple[date, date]:
        """Where it stands among the others: what has no days yet at the end of its month."""
        return (self.first_on if self.has_days else self.last_on, self.last_on)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's lines, and whether its holidays are known."""

    year: int
    lines: list[YearLine]
    has_holidays: bool

    @property
    def months(self) -> list[tuple[int, list[YearLine]]]:
        """The twelve months with the lines that begin in them; what began in the year before stands in January."""
        return [
            (month, [each for each in self.lines if max(each.first_on, date(self.year, 1, 1)).month == month])
            for month in range(1, 13)
        ]


def read_year(session: Session, congress_id: int, year: int) -> Year:
    """Everything of one year, the days of rest before what is done on them."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    lines = [
        *_of_dates(session, congress_id, first, last),
        *(
            YearLine(Mark.SUBJECT, each.first_on, each.last_on, each.title, each.state, each)
            for each in subjects.between(session, congress_id, first, last)
        ),
        *_planned(session, congress_id, year),
    ]
    try:
        holidays = list(_holidays(year))
    except CalendarNotPublished:
        return Year(year, _ordered(lines), has_holidays=False)
    return Year(year, _ordered([*holidays, *lines]), has_holidays=True)


def _of_dates(session: Session, congress_id: int, first: date, last: date) -> Iterator[YearLine]:
    for each in access.between(session, congress_id, first, last):
        yield YearLine(OF_DATE[each.kind], each.first_on, each.last_on, each.title, each.note, each)


def _planned(session: Session, congress_id: int, year: int) -> Iterator[YearLine]:
    """Lines of the plan with days, and with a month alone; what has neither stands on no calendar."""
    for each in lines_to_hold(session, congress_id, year):
        if each.starts_on is not None:
            yield YearLine(Mark.PLANNED, each.starts_on, each.ends_on or each.starts_on, each.title, source=each)
        elif each.month is not None:
            first, last = date(year, each.month, 1), date(year, each.month, monthrange(year, each.month)[1])
            yield YearLine(Mark.PLANNED, first, last, each.title, source=each, has_days=False)


def _holidays(year: int) -> Iterator[YearLine]:
    for span in exceptional_days(year):
        mark = Mark.MAKE_UP if span.is_worked else Mark.HOLIDAY
        yield YearLine(mark, span.first, span.last, span.occasion)


def _ordered(lines: list[YearLine]) -> list[YearLine]:
    return sorted(lines, key=lambda each: each.order)
