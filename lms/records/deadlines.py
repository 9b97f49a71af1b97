"""By when something is to be answered, in working days. A year whose holidays are not published is said, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.core.working_days import CalendarNotPublished, add_working_days

if TYPE_CHECKING:
    from datetime import date

# Fifteen working days lie within the thirty days that GB/T 35273-2020, 8.7 gives for an answer (ADR 0020).
DAYS_TO_ANSWER = 15


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for an answer, or the year whose calendar is still needed to name it."""

    due_on: date | None
    unpublished: int | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed; never, while it cannot be named."""
        return self.due_on is not None and today > self.due_on


def deadline(since: date, working_days: int = DAYS_TO_ANSWER) -> Deadline:
    """The day that lies so many working days after the one on which something came in."""
    try:
        return Deadline(add_working_days(since, working_days))
    except CalendarNotPublished as refusal:
        return Deadline(None, int(str(refusal.params["year"])))
