"""Of whom a study is asked, since when and until when: pure rules over a mandate's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from lms.core.clock import local_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.people.histories import Moment


class AskedOf(StrEnum):
    """The rule of an audience. Whoever is not in office belongs to none."""

    ALL = "all"
    NEWLY_ELECTED = "newly_elected"
    GRASSROOTS = "grassroots"
    BODIES = "bodies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An audience and a deadline: a fixed day, or so many days after a deputy entered the audience, or the later of both.

    An induction is asked only of those whose election was recorded after it was set.
    """

    asked_of: AskedOf
    body_ids: frozenset[int] = frozenset()
    is_induction: bool = False
    due_on: date | None = None
    days: int | None = None
    from_on: date
    recorded_at: datetime

    def holds(self, moment: Moment) -> bool:
        """Whether a mandate belongs to the audience as it was at a moment."""
        if not moment.is_in_office or (self.is_induction and not self._is_new(moment)):
            return False
        match self.asked_of:
            case AskedOf.NEWLY_ELECTED:
                return bool(moment.attributes.get("is_newly_elected"))
            case AskedOf.GRASSROOTS:
                return bool(moment.attributes.get("is_grassroots"))
            case AskedOf.BODIES:
                return moment.body_id in self.body_ids
            case AskedOf.ALL:
                return True

    def deadline(self, asked_on: date) -> date:
        """The last day for somebody who was asked on a day."""
        own = [] if self.days is None else [asked_on + timedelta(days=self.days)]
        return max([*own, *([] if self.due_on is None else [self.due_on])])

    def _is_new(self, moment: Moment) -> bool:
        return moment.elected_at is not None and moment.elected_at >= self.recorded_at


@dataclass(frozen=True, slots=True)
class Asked:
    """A study is asked of a mandate: in which body it was, since when it is asked, and by when."""

    mandate_id: int
    body_id: int
    asked_on: date
    due_on: date


def asked(rule: Rule, history: Iterable[Moment]) -> Asked | None:
    """What a rule asks of a mandate at the end of its history; None if nothing.

    Nobody's time runs before the study was set, nor before the platform was told of what brought the deputy into the
    audience. Who leaves it and comes back, say after a suspension, starts anew. Who comes after a fixed day is not asked.
    """
    since, last = None, None
    for last in history:
        if not rule.holds(last):
            since = None
        elif since is None:
            since = max(last.effective_on, local_date(last.recorded_at))
    if since is None or last is None:
        return None
    asked_on = max(since, rule.from_on)
    due_on = rule.deadline(asked_on)
    return Asked(last.mandate_id, last.body_id, asked_on, due_on) if asked_on <= due_on else None
