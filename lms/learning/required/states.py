"""How one deputy stands with a required study on a day."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lms.core.i18n import N_

if TYPE_CHECKING:
    from datetime import date


class StudyState(StrEnum):
    """Computed, never stored: it follows from the days and from what was completed by then."""

    NOT_COMPLETED = "not_completed"
    UNDER_WAY = "under_way"
    IN_TIME = "in_time"
    AFTERWARDS = "afterwards"
    EXEMPT = "exempt"


STUDY_STATE = {
    StudyState.NOT_COMPLETED: (N_("Not completed"), "amber"),
    StudyState.UNDER_WAY: (N_("The day has not come"), "blue"),
    StudyState.IN_TIME: (N_("Completed in time"), "green"),
    StudyState.AFTERWARDS: (N_("Completed later"), "green"),
    StudyState.EXEMPT: (N_("Exempt from this study"), ""),
}

COMPLETED = frozenset({StudyState.IN_TIME, StudyState.AFTERWARDS})
OPEN = frozenset({StudyState.UNDER_WAY, StudyState.NOT_COMPLETED})


def state_on(as_at: date, *, due_on: date, completed_on: date | None, is_exempt: bool) -> StudyState:
    """The state at the end of a day. Whoever is exempt stays exempt, whatever was completed; the last day is in time."""
    if is_exempt:
        return StudyState.EXEMPT
    if completed_on is not None:
        return StudyState.IN_TIME if completed_on <= due_on else StudyState.AFTERWARDS
    return StudyState.UNDER_WAY if as_at <= due_on else StudyState.NOT_COMPLETED
