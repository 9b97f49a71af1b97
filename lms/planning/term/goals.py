"""A goal of the term: how many of a hundred of whom are to be trained, and by when. Exact arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping


class GoalFor(StrEnum):
    """Of whom a goal speaks."""

    EVERYONE = "everyone"
    NEW = "new"
    NEW_GRASSROOTS = "new_grassroots"
    GRASSROOTS = "grassroots"


GOAL_FOR = {
    GoalFor.EVERYONE: N_("Every deputy"),
    GoalFor.NEW: N_("Newly elected deputies"),
    GoalFor.NEW_GRASSROOTS: N_("Newly elected grassroots deputies"),
    GoalFor.GRASSROOTS: N_("Grassroots deputies"),
}


@dataclass(frozen=True, slots=True)
class Goal:
    """So many of a hundred are trained at least once in the term; without a day, by its end."""

    for_whom: GoalFor
    percent: int
    by_on: date | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Goal:
        """A goal as it was kept."""
        by_on = data.get("by_on")
        return cls(GoalFor(data["for_whom"]), int(data["percent"]), date.fromisoformat(by_on) if by_on else None)

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        by_on = self.by_on.isoformat() if self.by_on else None
        return {"for_whom": self.for_whom.value, "percent": self.percent, "by_on": by_on}

    def needed(self, due: int) -> int:
        """How many of those due that is, rounded up: 100 % of three are three, 50 % are two."""
        return -(-self.percent * due // 100)
