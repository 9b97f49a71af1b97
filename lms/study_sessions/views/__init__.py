"""The pages of study sessions: the organizer's, the liaison's and the deputy's."""

from lms.study_sessions.views import (
    from_plan,
    lecturers,
    mine,
    people,
    places,
    preparing,
    quotas,
    recommendation,
    reserves,
    reviewing,
    sessions,
    steps,
    worksheets,
)
from lms.study_sessions.views.blueprint import bp

__all__ = [
    "bp",
    "from_plan",
    "lecturers",
    "mine",
    "people",
    "places",
    "preparing",
    "quotas",
    "recommendation",
    "reserves",
    "reviewing",
    "sessions",
    "steps",
    "worksheets",
]
