"""Soon after midnight: units whose cut-off day is over give their free places up, and who waits moves up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.jobs import job
from lms.study_sessions.operations.proposals import sweep

if TYPE_CHECKING:
    from lms.core.jobs import JobContext


@job("study_sessions.sweep", title=N_("Filling free places of study sessions"), crontab="10 0 * * *")
def fill_free_places(context: JobContext) -> None:
    """Also what could not be filled at the moment, since who was next had a seat elsewhere."""
    sweep(now=context.now)
