"""Working days by the State Council's yearly notice: holidays, and the weekends that are worked in their stead.

The years come from the chinesecalendar package; a file `<year>.csv` (here in `data/working_days/`, or in
`working_days/` of the data folder for a notice that is newer than this release) goes before it. A year that is in
neither is refused: only the functions whose name says so answer without the notice, and mark what they answered.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

import chinese_calendar

from lms.core.errors import DomainError
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Value = TypeVar("Value")

FRIDAY = 4
SHIPPED = Path(__file__).parent / "data" / "working_days"
COLUMNS = ["first", "last", "kind", "occasion"]
KINDS = {"off": False, "work": True}

_folders: list[Path] = [SHIPPED]


class CalendarNotPublished(DomainError):
    """The year's notice is not known here; `params["year"]` says which year."""

    template = N_("The State Council's notice of holidays for %(year)d is not known to the platform yet.")


class CalendarFileError(ValueError):
    """A calendar file cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Days that a notice excepts from the week: a holiday, or a weekend that is worked in its stead."""

    first: date
    last: date
    is_worked: bool
    occasion: str


@dataclass(frozen=True)
class Provisional(Generic[Value]):
    """An answer that took every Monday to Friday of `unpublished` years for a working day. Show it only with a word
    that says so.
    """

    value: Value
    unpublished: tuple[int, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether it rests on published notices alone."""
        return not self.unpublished


def use(folder: Path) -> None:
    """Read calendar files of this installation too; they go before those that were shipped.

    Raises:
        CalendarFileError: one of them cannot be read.
    """
    _folders[:] = [folder, SHIPPED]
    _calendar.cache_clear()
    for file in sorted(folder.glob("*.csv")):
        _calendar(int(file.stem) if file.stem.isdecimal() else _complain(file, 0, "is not named after a year"))


def is_published(year: int) -> bool:
    """Whether the year's notice is known."""
    if _calendar(year) is not None:
        return True
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether a day is worked.

    Raises:
        CalendarNotPublished: its year's notice is not known.
    """
    if not is_published(day.year):
        raise CalendarNotPublished(year=day.year)
    calendar = _calendar(day.year)
    if calendar is None:
        return bool(chinese_calendar.is_workday(day))
    return calendar.get(day, day.weekday() <= FRIDAY)


def exceptional_days(year: int) -> list[Exceptional]:
    """A year's holidays and the weekends worked in their stead, in order of date, by the occasion's Chinese name.

    Raises:
        CalendarNotPublished: the year's notice is not known.
    """
    if not is_published(year):
        raise CalendarNotPublished(year=year)
    for folder in _folders:
        file = folder / f"{year}.csv"
        if file.is_file():
            return sorted(_spans(file), key=lambda span: span.first)
    return list(_packaged(year))


def add_working_days(day: date, count: int) -> date:
    """The working day that lies `count` working days after a day, or before it for a negative count; 0 gives the day.

    Raises:
        CalendarNotPublished: the way there leads through a year whose notice is not known.
    """
    return _step(day, count, is_working_day)


def working_days_between(first: date, last: date) -> int:
    """How many days are worked from `first` to `last`, both counted; 0 when `last` is before `first`.

    Raises:
        CalendarNotPublished: a year's notice is not known.
    """
    return sum(is_working_day(day) for day in _days(first, last))


def provisionally_add_working_days(day: date, count: int) -> Provisional[date]:
    """As `add_working_days`, but answers for every year and says which of them it guessed."""
    guess = _Guess()
    return Provisional(_step(day, count, guess), guess.unpublished)


def provisional_working_days_between(first: date, last: date) -> Provisional[int]:
    """As `working_days_between`, but answers for every year and says which of them it guessed."""
    guess = _Guess()
    return Provisional(sum(guess(day) for day in _days(first, last)), guess.unpublished)


class _Guess:
    """Answers as `is_working_day`, or by the weekday, and remembers for which years it did so."""

    def __init__(self) -> None:
        self._years: set[int] = set()

    def __call__(self, day: date) -> bool:
        try:
            return is_working_day(day)
        except CalendarNotPublished:
            self._years.add(day.year)
            return day.weekday() <= FRIDAY

    @property
    def unpublished(self) -> tuple[int, ...]:
        return tuple(sorted(self._years))


def _step(day: date, count: int, is_worked: Callable[[date], bool]) -> date:
    one = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += one
        while not is_worked(day):
            day += one
    return day


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@cache
def _calendar(year: int) -> dict[date, bool] | None:
    """What a file says of a year's exceptional days; None if there is no file."""
    for folder in _folders:
        file = folder / f"{year}.csv"
        if file.is_file():
            return dict(_read(file, year))
    return None


def _spans(file: Path) -> Iterator[Exceptional]:
    """The lines of a calendar file, which was looked at when it was taken."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
            yield Exceptional(first, last, KINDS[row["kind"]], row["occasion"])


def _packaged(year: int) -> Iterator[Exceptional]:
    """The package's days, neighbours of one occasion put together; an ordinary week is no exception."""
    found: Exceptional | None = None
    for day in _days(date(year, 1, 1), date(year, 12, 31)):
        is_off, name = chinese_calendar.get_holiday_detail(day)
        if name is None:
            continue
        occasion = chinese_calendar.Holiday(name).chinese
        one = Exceptional(day, day, not is_off, occasion)
        if found and (found.is_worked, found.occasion, found.last + timedelta(days=1)) == (not is_off, occasion, day):
            found = Exceptional(found.first, day, not is_off, occasion)
            continue
        if found:
            yield found
        found = one
    if found:
        yield found


def _read(file: Path, year: int) -> Iterator[tuple[date, bool]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            _complain(file, 1, f"must be headed {','.join(COLUMNS)}")
        for row in reader:
            try:
                first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
                is_worked = KINDS[row["kind"]]
            except (KeyError, TypeError, ValueError):
                _complain(file, reader.line_num, "must be two ISO dates, then off or work")
            if not date(year, 1, 1) <= first <= last <= date(year, 12, 31):
                _complain(file, reader.line_num, f"must be a span of days within {year}")
            yield from ((day, is_worked) for day in _days(first, last))


def _complain(file: Path, line: int, what: str) -> NoReturn:
    raise CalendarFileError(f"{file}:{line} {what}")
