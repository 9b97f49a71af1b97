"""The whole demonstration, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import event_delivery
from lms.core.clock import start_of
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.demo.call_up import lay_call_ups
from lms.demo.people import lay_accounts, lay_congresses, lay_rosters
from lms.demo.planning import lay_planning
from lms.demo.records import lay_records
from lms.demo.required import lay_required_study
from lms.demo.sessions import lay_sessions
from lms.demo.staff import lay_staff
from lms.demo.study import lay_completions, lay_courses
from lms.demo.tasks import lay_tasks
from lms.demo.viewings import lay_viewings
from lms.demo.ways import lay_ways
from lms.people.models import Congress
from lms.records.log.sequencer import sequence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Progress = Callable[[int, int], None]
    Say = Callable[[str], Progress]

# The platform was opened so many days before today; what the demonstration lays lies between the two.
OPENED_BEFORE = 230
# A roster with so many deputies in each unit is that share of the whole, and gets that share of the places.
DEPUTIES = 2977


class NotEmpty(DomainError):
    """A demonstration is laid into an empty database only."""

    template = N_("The database is not empty, so no demonstration is laid into it.")


@dataclass(frozen=True)
class Size:
    """How large a demonstration is: all deputies, or the first few of each unit."""

    most_per_unit: int | None = None

    @property
    def share(self) -> float:
        """Roughly which share of the roster that is."""
        return 1.0 if self.most_per_unit is None else min(1.0, self.most_per_unit * 35 / DEPUTIES)


def lay(*, today: date, size: Size, say: Say) -> None:
    """Lay the demonstration year.

    Args:
        today: the day that everything is relative to.
        size: how many deputies.
        say: is called with an English msgid before each part, and gives what is then told how far the part is.

    Raises:
        NotEmpty: there is a congress already.
    """
    if db.session.scalar(select(Congress.id)) is not None:
        raise NotEmpty
    opened_on = today - timedelta(days=OPENED_BEFORE)
    opened = start_of(opened_on) + timedelta(hours=9)
    npc, county = lay_congresses(now=opened)
    lay_rosters(npc, county, most_per_unit=size.most_per_unit, now=opened, progress=say(N_("Roster")))
    lay_accounts(now=opened)
    lay_courses((npc, county), now=opened)
    yesterday = today - timedelta(days=1)
    lay_completions(npc, first=opened_on, last=yesterday, progress=say(N_("Courses completed")))
    lay_required_study(npc, today=today)
    lay_sessions(npc, today=today, share=size.share, progress=say(N_("Study sessions")))
    lay_call_ups(npc, today=today)
    lay_staff(npc, today=today)
    lay_planning(npc, today=today)
    lay_ways(npc, today=today)
    lay_viewings(npc, today=today)
    lay_tasks(npc, today=today)
    event_delivery.deliver_pending(now=start_of(today))
    lay_records(npc, first=opened_on, last=yesterday)
    sequence(now=start_of(today))


def is_laid() -> bool:
    """Whether the database holds a congress already."""
    return db.session.scalar(select(Congress.id)) is not None
