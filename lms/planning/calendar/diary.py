"""What is on some days: read once, then asked for one window of dates after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.i18n import format_day
from lms.core.working_days import CalendarNotPublished, exceptional_days, provisional_working_days_between
from lms.planning import subjects
from lms.planning.calendar import access
from lms.planning.calendar.models import DateKind
from lms.planning.calendar.rules import Clash, Found
from lms.planning.resources.models import HALVES, Booking, Half, Lecturer, LecturerHalfDay, Venue, VenueDay

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.orm import Session

# How far ahead free dates are looked for, and how many windows are proposed.
FURTHEST = timedelta(days=366)
PROPOSED = 3
_BLOCKING = {DateKind.PLENARY: Clash.PLENARY, DateKind.COMMITTEE: Clash.COMMITTEE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody would like to hold: on which days, where, with whom, for how many, and what it is, if it is known.

    `instead_of` are the ids of bookings that give way to it.
    """

    first_on: date
    last_on: date
    half: Half = Half.DAY
    venue: Venue | None = None
    lecturer: Lecturer | None = None
    people: int | None = None
    subject: tuple[str, uuid.UUID] | None = None
    instead_of: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """Dates that are free; `is_certain` is false where a year's holidays are not announced yet."""

    first_on: date
    last_on: date
    is_certain: bool


ByDay = dict[date, list[Found]]


@dataclass(frozen=True)
class Diary:
    """What is on each day until `last`: for everybody, and for the venue or lecturer of a wish."""

    wish: Wish
    last: date
    general: ByDay
    own: ByDay

    def clashes(self, first_on: date, last_on: date) -> list[Found]:
        """What the wish clashes with on some days: each thing once, with its first day, in the order of the days."""
        found: dict[tuple[Clash, object], Found] = {}
        for day in days(first_on, last_on):
            for each in (*self.own.get(day, ()), *self.general.get(day, ())):
                if each.subject is None or each.subject != self.wish.subject:
                    found.setdefault((each.clash, dict(each.params).get("title")), each)
        size = self._too_small()
        return [*found.values(), *([size] if size else [])]

    def free_windows(self, fits: Callable[[date], bool] = lambda _first_on: True) -> list[Window]:
        """The next windows of the wish's length, after its first day, on working days and without any refusal.

        Args:
            fits: says of a window's first day whether everything else goes with it.
        """
        length = self.wish.last_on - self.wish.first_on
        found: list[Window] = []
        first_on = self.wish.first_on + timedelta(days=1)
        while len(found) < PROPOSED and first_on + length <= self.last:
            worked = provisional_working_days_between(first_on, first_on + length)
            is_free = worked.value == length.days + 1 and not self.refuses(first_on, first_on + length)
            if is_free and fits(first_on):
                found.append(Window(first_on, first_on + length, worked.is_certain))
                first_on += length
            first_on += timedelta(days=1)
        return found

    def refuses(self, first_on: date, last_on: date) -> bool:
        """Whether something on these days rules them out."""
        return any(each.is_refused for each in self.clashes(first_on, last_on))

    def _too_small(self) -> Found | None:
        venue, people = self.wish.venue, self.wish.people
        if venue is None or venue.capacity is None or people is None or people <= venue.capacity:
            return None
        return Found(Clash.VENUE_TOO_SMALL, (("capacity", venue.capacity), ("people", people)))


def open_diary(session: Session, congress_id: int, wish: Wish) -> Diary:
    """Read what is on from a wish's first day until as far as free dates are looked for."""
    return open_diaries(session, congress_id, [wish])[0]


def open_diaries(session: Session, congress_id: int, wishes: Sequence[Wish]) -> list[Diary]:
    """Read for several wishes at once: as many statements as for one."""
    if not wishes:
        return []
    first, last = min(each.first_on for each in wishes), max(each.last_on for each in wishes) + FURTHEST
    general: ByDay = defaultdict(list)
    _enter_holidays(general, first, last)
    _enter_dates(general, session, congress_id, first, last)
    if any(each.lecturer is None for each in wishes):  # One lecturer does not keep a study session from being held.
        _enter_subjects(general, session, congress_id, first, last)
    venue_days = _venue_days(session, wishes, first, last)
    diaries = []
    for wish in wishes:
        own: ByDay = venue_days[wish.venue.id] if wish.venue else defaultdict(list)
        if wish.lecturer is not None:
            own = _lecturer_days(session, wish, wish.lecturer, first, last)
        diaries.append(Diary(wish, last, general, own))
    return diaries


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _named(clash: Clash, title: str, day: date, subject: tuple[str, uuid.UUID] | None = None) -> Found:
    return Found(clash, (("title", title), ("day", format_day(day))), subject)


def _enter_holidays(general: ByDay, first: date, last: date) -> None:
    for year in range(first.year, last.year + 1):
        try:
            spans = exceptional_days(year)
        except CalendarNotPublished:
            unknown = Found(Clash.UNKNOWN_YEAR, (("year", year),))
            for day in days(max(first, date(year, 1, 1)), min(last, date(year, 12, 31))):
                general[day].append(unknown)
            continue
        for span in spans:
            for day in days(span.first, span.last) if not span.is_worked else ():
                general[day].append(_named(Clash.HOLIDAY, span.occasion, day))


def _enter_dates(general: ByDay, session: Session, congress_id: int, first: date, last: date) -> None:
    for each in access.between(session, congress_id, first, last):
        if each.kind not in _BLOCKING:
            continue
        for day in days(each.first_on, each.last_on):
            general[day].append(_named(_BLOCKING[each.kind], each.title, day))


def _enter_subjects(general: ByDay, session: Session, congress_id: int, first: date, last: date) -> None:
    for each in subjects.between(session, congress_id, first, last):
        for day in days(each.first_on, each.last_on) if each.shape != "off" else ():
            general[day].append(_named(Clash.SAME_DAYS, each.title, day, (each.kind, each.public_id)))


def _venue_days(session: Session, wishes: Sequence[Wish], first: date, last: date) -> dict[int, ByDay]:
    found: dict[int, ByDay] = defaultdict(lambda: defaultdict(list))
    venue_ids = {each.venue.id for each in wishes if each.venue}
    yielding = frozenset[int]().union(*(each.instead_of for each in wishes))
    rows = session.execute(
        select(VenueDay.venue_id, VenueDay.day, Booking)
        .join(Booking, Booking.id == VenueDay.booking_id)
        .where(
            VenueDay.venue_id.in_(venue_ids),
            VenueDay.day.between(first, last),
            VenueDay.booking_id.not_in(yielding),
        )
        .order_by(VenueDay.day)
    )
    for venue_id, day, booking in rows:
        found[venue_id][day].append(_named(Clash.VENUE_TWICE, booking.title, day))
    return found


def _lecturer_days(session: Session, wish: Wish, lecturer: Lecturer, first: date, last: date) -> ByDay:
    own: ByDay = defaultdict(list)
    half_day = LecturerHalfDay
    rows = session.execute(
        select(half_day.day, Booking.title)
        .join(Booking, Booking.id == half_day.booking_id)
        .where(
            half_day.lecturer_id == lecturer.id,
            half_day.half.in_(HALVES[wish.half]),
            half_day.day.between(first, last),
            half_day.booking_id.not_in(wish.instead_of),
        )
        .order_by(half_day.day, half_day.half.desc())
    )
    for day, title in rows:
        own[day].append(_named(Clash.LECTURER_TWICE, title, day))
    return own
