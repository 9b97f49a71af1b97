"""What an actor may ask of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.reports import queries

if TYPE_CHECKING:
    from datetime import date, datetime

    from lms.core.permissions import Actor, Permission
    from lms.reports.known import Question


def question(actor: Actor, permission: Permission, *, as_at: date, known_at: datetime, now: datetime) -> Question:
    """The actor's question, limited to the electing bodies for which the permission was granted.

    Raises:
        NoTermThatDay, NotYetKnown: as `queries.question` says.
    """
    bodies = actor.bodies(permission)
    return queries.question(congress_id=actor.congress_id, as_at=as_at, known_at=known_at, now=now, bodies=bodies)
