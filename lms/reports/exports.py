"""How the list of one's exports speaks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.i18n import gettext as _
from lms.core.jobs import JobState
from lms.documents.tables import official_date
from lms.reports.wording import instant_words

if TYPE_CHECKING:
    import uuid

    from lms.core.jobs import JobRun

STATES = {
    JobState.QUEUED: (N_("Waiting"), ""),
    JobState.RUNNING: (N_("Being made"), "blue"),
    JobState.DONE: (N_("Ready"), "green"),
    JobState.FAILED: (N_("Could not be made"), "red"),
}


@dataclass(frozen=True)
class ExportLine:
    """An export in words, with the id of its run."""

    run_id: uuid.UUID
    title: str
    note: str
    tag: tuple[str, str]


def export_line(run: JobRun) -> ExportLine:
    """What was asked for, and how it stands."""
    state, tone = STATES[run.state]
    asked = run.payload
    return ExportLine(
        run_id=run.public_id,
        title=_(
            "As at %(day)s, .%(format)s", day=official_date(date.fromisoformat(asked["as_at"])), format=asked["format"]
        ),
        note=_("As known at %(instant)s", instant=instant_words(datetime.fromisoformat(asked["known_at"]))),
        tag=(_(state), tone),
    )
