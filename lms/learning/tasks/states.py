"""How a unit stands with its task: computed from what it handed in and what was returned to it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lms.core.i18n import N_

if TYPE_CHECKING:
    from lms.learning.tasks.models import StudyTaskReport


class UnitState(StrEnum):
    """Of one unit and one task."""

    OPEN = "open"
    HANDED_IN = "handed_in"
    RETURNED = "returned"


UNIT_STATE = {
    UnitState.OPEN: (N_("To be handed in"), "amber"),
    UnitState.HANDED_IN: (N_("Handed in by the unit"), "green"),
    UnitState.RETURNED: (N_("Returned to the unit"), "amber"),
}


def state_of(last: StudyTaskReport | None) -> UnitState:
    """The state that a unit's last report leaves it in."""
    if last is None:
        return UnitState.OPEN
    return UnitState.RETURNED if last.returned else UnitState.HANDED_IN
