"""For whose deputies an actor answers by workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.errors import NotFound
from lms.core.permissions import Permission

if TYPE_CHECKING:
    from lms.core.permissions import Actor


def bodies(actor: Actor) -> frozenset[int] | None:
    """The electing bodies for whose deputies the actor answers: all (None) for the organizer, else the own units.

    Raises:
        NotFound: the actor answers for nobody.
    """
    managed, own = actor.bodies(Permission.MANAGE_STUDY_SESSIONS), actor.bodies(Permission.RECOMMEND)
    if managed is None or own is None:
        return None
    if not managed | own:
        raise NotFound
    return managed | own
