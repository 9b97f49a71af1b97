"""Viewings that wait for a second person, as a subject of the records desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.core.clock import local_date
from lms.core.database import db
from lms.core.i18n import N_
from lms.core.permissions import Permission
from lms.learning.viewings.access import may_see
from lms.learning.viewings.models import GroupViewing, ViewingState
from lms.records.desk import Waiting, subject

if TYPE_CHECKING:
    from datetime import date

    from lms.core.permissions import Actor


@subject(
    "learning.group_viewings",
    label=N_("Group viewings to confirm"),
    endpoint="group_viewings.index",
    permission=Permission.CONFIRM_GROUP_VIEWINGS,
)
def waiting_viewings(actor: Actor, _today: date) -> Waiting:
    """How many wait for the actor, and since when the oldest does; what the actor recorded waits for another."""
    statement = select(func.count(), func.min(GroupViewing.recorded_at)).where(
        may_see(actor), GroupViewing.state == ViewingState.RECORDED, GroupViewing.recorded_by != actor.account_id
    )
    count, oldest = db.session.execute(statement).one()
    return Waiting(count, local_date(oldest) if count else None)
