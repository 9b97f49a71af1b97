"""When and where a study session is held, and for how many: what the table of clashes is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.planning.resources.booking import Move

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lms.planning.resources.models import Booking
    from lms.study_sessions.models import StudySession
    from lms.study_sessions.operations.drafting import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """From the day of arrival to the last day, at a venue that the planning room lists or does not."""

    title: str
    arrival_on: date
    starts_on: date
    ends_on: date
    venue: str
    places: int

    @classmethod
    def of(cls, said: StudySession | Draft) -> Stay:
        """As it is, or as somebody says that it shall be."""
        return cls(
            title=said.title,
            arrival_on=said.arrival_on,
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            venue=said.venue,
            places=said.places,
        )

    @property
    def days(self) -> tuple[date, date, date]:
        """Arrival, first and last day."""
        return self.arrival_on, self.starts_on, self.ends_on

    def has(self, first_on: date, last_on: date) -> bool:
        """Whether all of these days are its own."""
        return self.arrival_on <= first_on and last_on <= self.ends_on


def main_of(bookings: Sequence[Booking], stay: Stay) -> Booking | None:
    """The booking of the venue itself: of that name, and for all days of study."""
    of_venue = (each for each in bookings if each.venue is not None and each.venue.name == stay.venue)
    return next((each for each in of_venue if _is_whole(each, stay)), None)


def moved(booking: Booking, before: Stay, after: Stay) -> Move:
    """Where a booking goes with the days: what took all of them stretches, all else keeps its place from the first day."""
    if _is_whole(booking, before):
        first_on = after.arrival_on if booking.first_on <= before.arrival_on else after.starts_on
        return Move(booking, first_on, after.ends_on)
    by = after.starts_on - before.starts_on
    return Move(booking, booking.first_on + by, booking.last_on + by)


def _is_whole(booking: Booking, stay: Stay) -> bool:
    is_venue = booking.venue_id is not None
    return is_venue and booking.first_on <= stay.starts_on and booking.last_on >= stay.ends_on
