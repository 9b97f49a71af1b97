"""What is on some days: read once, then asked for one window of dates after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.i18n import format_day
from lms.core.working_days import CalendarNotPublished, exceptional_days, provisional_working_days_between
from lms.planning import subjects
from lms.planning.calendar.models import CalendarDate, DateKind
from lms.planning.calendar.rules import Clash, Found
from lms.planning.resources.models import HALVES, Booking, Half, Lecturer, LecturerHalfDay, Venue, VenueDay

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

# How far ahead free dates are looked for, and how many windows are proposed.
FURTHEST = timedelta(days=366)
PROPOSED = 3
_BLOCKING = {DateKind.PLENARY: Clash.PLENARY, DateKind.COMMITTEE: Clash.COMMITTEE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody would like to hold: on which days, where, with whom, for how many, and what it is, if it is known."""

    first_on: date
    last_on: date
    half: Half = Half.DAY
    venue: Venue | None = None
    lecturer: Lecturer | None = None
    people: int | None = None
    subject: tuple[str, uuid.UUID] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Dates that are free; `is_certain` is false where a year's holidays are not announced yet."""

    first_on: date
    last_on: date
    is_certain: bool


@dataclass
class Diary:
    """What is on each day from `first` to `last`, as far as it concerns a wish."""

    wish: Wish
    first: date
    last: date
    on: dict[date, list[Found]] = field(default_factory=lambda: defaultdict(list))

    def clashes(self, first_on: date, last_on: date) -> list[Found]:
        """What the wish clashes with on some days: each thing once, with its first day, in the order of the days."""
        found: dict[tuple[Clash, object], Found] = {}
        for each in (each for day in days(first_on, last_on) for each in self.on.get(day, ())):
            found.setdefault((each.clash, dict(each.params).get("title")), each)
        size = self._too_small()
        return [*found.values(), *([size] if size else [])]

    def free_windows(self) -> list[Window]:
        """The next windows of the wish's length, after its first day, on working days and without any refusal."""
        length = self.wish.last_on - self.wish.first_on
        found: list[Window] = []
        first_on = self.wish.first_on + timedelta(days=1)
        while len(found) < PROPOSED and first_on + length <= self.last:
            worked = provisional_working_days_between(first_on, first_on + length)
            if worked.value == length.days + 1 and not self._refuses(first_on, first_on + length):
                found.append(Window(first_on, first_on + length, worked.is_certain))
                first_on += length
            first_on += timedelta(days=1)
        return found

    def _refuses(self, first_on: date, last_on: date) -> bool:
        return any(each.is_refused for each in self.clashes(first_on, last_on))

    def _too_small(self) -> Found | None:
        venue, people = self.wish.venue, self.wish.people
        if venue is None or venue.capacity is None or people is None or people <= venue.capacity:
            return None
        return Found(Clash.VENUE_TOO_SMALL, (("capacity", venue.capacity), ("people", people)))


def open_diary(session: Session, congress_id: int, wish: Wish) -> Diary:
    """Read what is on from a wish's first day until as far as free dates are looked for."""
    diary = Diary(wish, wish.first_on, wish.last_on + FURTHEST)
    _enter_holidays(diary)
    _enter_dates(diary, session, congress_id)
    if wish.lecturer is None:  # One lecturer does not keep a study session from being held.
        _enter_subjects(diary, session, congress_id)
    _enter_bookings(diary, session)
    return diary


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _named(clash: Clash, title: str, day: date) -> Found:
    return Found(clash, (("title", title), ("day", format_day(day))))


def _enter_holidays(diary: Diary) -> None:
    for year in range(diary.first.year, diary.last.year + 1):
        try:
            spans = exceptional_days(year)
        except CalendarNotPublished:
            unknown = Found(Clash.UNKNOWN_YEAR, (("year", year),))
            for day in days(max(diary.first, date(year, 1, 1)), min(diary.last, date(year, 12, 31))):
                diary.on[day].append(unknown)
            continue
        for span in spans:
            for day in days(span.first, span.last) if not span.is_worked else ():
                diary.on[day].append(_named(Clash.HOLIDAY, span.occasion, day))


def _enter_dates(diary: Diary, session: Session, congress_id: int) -> None:
    table = CalendarDate
    rows = session.scalars(
        select(table)
        .where(
            table.congress_id == congress_id,
            table.kind.in_(sorted(_BLOCKING)),
            table.first_on <= diary.last,
            table.last_on >= diary.first,
        )
        .order_by(table.first_on, table.id)
    )
    for row in rows:
        for day in days(row.first_on, row.last_on):
            diary.on[day].append(_named(_BLOCKING[row.kind], row.title, day))


def _enter_subjects(diary: Diary, session: Session, congress_id: int) -> None:
    for each in subjects.between(session, congress_id, diary.first, diary.last):
        if (each.kind, each.public_id) != diary.wish.subject and each.shape != "off":
            for day in days(each.first_on, each.last_on):
                diary.on[day].append(_named(Clash.SAME_DAYS, each.title, day))


def _enter_bookings(diary: Diary, session: Session) -> None:
    wish = diary.wish
    if wish.venue is not None:
        taken = session.execute(
            select(VenueDay.day, Booking.title)
            .join(Booking, Booking.id == VenueDay.booking_id)
            .where(VenueDay.venue_id == wish.venue.id, VenueDay.day.between(diary.first, diary.last))
            .order_by(VenueDay.day)
        )
        for day, title in taken:
            diary.on[day].append(_named(Clash.VENUE_TWICE, title, day))
    if wish.lecturer is not None:
        half_day = LecturerHalfDay
        taken = session.execute(
            select(half_day.day, Booking.title)
            .join(Booking, Booking.id == half_day.booking_id)
            .where(
                half_day.lecturer_id == wish.lecturer.id,
                half_day.half.in_(HALVES[wish.half]),
                half_day.day.between(diary.first, diary.last),
            )
            .order_by(half_day.day, half_day.half.desc())
        )
        for day, title in taken:
            diary.on[day].append(_named(Clash.LECTURER_TWICE, title, day))
